//! Clients that take what they can get: unfinished requests, and one customer's event streams.

use super::accounts::Branch;
use std::{
    fmt,
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
    time::sleep,
};

/// Connections to each bank that never finish their request's head.
const UNFINISHED: usize = 1500;
/// Event streams of one customer of each bank.
const STREAMS: usize = 600;
/// They come from another address than the load: a bank bounds each address by itself.
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 77);
/// Whoever was turned away tries again after this time.
const AGAIN: Duration = Duration::from_millis(500);

/// The clients at work, until dropped.
pub struct Strangers {
    _clients: JoinSet<()>,
    unfinished: Arc<Count>,
    streams: Arc<Count>,
}

#[derive(Default)]
struct Count {
    open: AtomicU64,
    ended: AtomicU64,
}

/// What became of them.
#[derive(Debug, Clone, Copy)]
pub struct Fate {
    /// Open when it was asked, and ended by the banks until then.
    unfinished: (u64, u64),
    streams: (u64, u64),
}

impl Strangers {
    /// Opens all of them at every bank, again and again as they are ended.
    pub fn begin(branches: &[Branch]) -> Self {
        let (unfinished, streams) = (Arc::default(), Arc::default());
        let mut clients = JoinSet::new();
        for branch in branches {
            let session = branch.sessions.first().map_or("", String::as_str);
            let stream = format!(
                "GET /accounts/me/events HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nauthorization: Bearer {session}\r\n\r\n"
            );
            for _ in 0..UNFINISHED {
                clients.spawn(insist(
                    branch.ports[0],
                    "GET /accounts/me HTTP/1.1\r\n".into(),
                    Arc::clone(&unfinished),
                ));
            }
            for _ in 0..STREAMS {
                clients.spawn(insist(branch.ports[0], stream.clone(), Arc::clone(&streams)));
            }
        }
        Self { _clients: clients, unfinished, streams }
    }

    /// As it stands.
    pub fn fate(&self) -> Fate {
        let read = |count: &Count| (count.open.load(Ordering::Relaxed), count.ended.load(Ordering::Relaxed));
        Fate { unfinished: read(&self.unfinished), streams: read(&self.streams) }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, ended) = self.unfinished;
        let (streams, streams_ended) = self.streams;
        write!(
            f,
            "of {UNFINISHED} unfinished connections to each bank {open} stand, {ended} were ended; \
             of {STREAMS} streams of one customer {streams} stand, {streams_ended} were ended"
        )
    }
}

/// Sends `head` and reads until the bank ends it; then once more, for ever.
async fn insist(port: u16, head: String, count: Arc<Count>) {
    loop {
        if let Ok(connection) = connect(port).await {
            count.open.fetch_add(1, Ordering::Relaxed);
            outlast(connection, &head).await;
            count.open.fetch_sub(1, Ordering::Relaxed);
            count.ended.fetch_add(1, Ordering::Relaxed);
        }
        sleep(AGAIN).await;
    }
}

async fn connect(port: u16) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((ADDRESS, 0).into())?;
    socket.connect((Ipv4Addr::LOCALHOST, port).into()).await
}

async fn outlast(mut connection: TcpStream, head: &str) {
    if connection.write_all(head.as_bytes()).await.is_ok() {
        let mut ignored = [0; 4096];
        while matches!(connection.read(&mut ignored).await, Ok(read) if read > 0) {}
    }
}
