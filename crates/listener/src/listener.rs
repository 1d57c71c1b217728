//! Accepts whom there is room for, and ends whom we have waited for long enough.

use crate::{Bounds, Connection, Socket, connections::Connections, open_files};
use anyhow::Context as _;
use futures::Stream;
use socket2::{SockRef, TcpKeepalive};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{Interval, MissedTickBehavior, interval, sleep},
};

/// Who is overdue is noticed within this, or within a quarter of the patience if that is shorter.
const TICK_MAX: Duration = Duration::from_millis(500);
/// The system is asked again after this when it has no more files, or whatever else it lacks.
const PAUSE: Duration = Duration::from_millis(100);
/// A silent connection is asked after this whether anybody is there; one that takes no bytes, or acknowledges none, is
/// closed after twice that.
const SILENCE: Duration = Duration::from_secs(15);

/// A port that strangers may come to.
#[derive(Debug)]
pub struct Listener {
    tcp: TcpListener,
    connections: Arc<Connections>,
    tick: Interval,
}

impl Listener {
    /// Listens at `address`.
    ///
    /// # Errors
    /// When somebody else does.
    pub async fn bind(address: SocketAddr, bounds: Bounds) -> anyhow::Result<Self> {
        let tcp = TcpListener::bind(address).await.with_context(|| {
            format!("cannot listen on {address}: end what listens there, or choose another address")
        })?;
        Ok(Self::over(tcp, bounds))
    }

    /// The same with a port that is open already.
    pub fn over(tcp: TcpListener, mut bounds: Bounds) -> Self {
        bounds.limits.connections_max = open_files::room_for(bounds.limits.connections_max);
        let mut tick = interval(TICK_MAX.min(bounds.patience.head / 4).max(Duration::from_millis(1)));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { tcp, connections: Arc::new(Connections::new(bounds)), tick }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// The next connection.
    pub async fn next(&mut self) -> Socket {
        loop {
            tokio::select! {
                accepted = self.tcp.accept() => match accepted {
                    Ok((tcp, peer)) => {
                        self.until_there_is_room().await;
                        if let Some(socket) = self.admit(tcp, peer) { return socket }
                    }
                    Err(error) if of_one_connection(&error) => {}
                    Err(error) => {
                        tracing::warn!("no connection can be accepted: {error}");
                        self.connections.end_one();
                        sleep(PAUSE).await;
                    }
                },
                _ = self.tick.tick() => self.connections.end_overdue(),
            }
        }
    }

    async fn until_there_is_room(&mut self) {
        while !self.connections.has_room() {
            tokio::select! {
                () = self.connections.room.notified() => {}
                _ = self.tick.tick() => self.connections.end_overdue(),
            }
        }
    }

    /// All of them, for a server that takes a stream.
    pub fn incoming(self) -> impl Stream<Item = io::Result<Socket>> {
        futures::stream::unfold(self, async |mut listener| {
            let socket = listener.next().await;
            Some((Ok(socket), listener))
        })
    }

    fn admit(&self, tcp: TcpStream, peer: SocketAddr) -> Option<Socket> {
        let (connection, ended) = self.connections.admit(peer)?;
        // A socket that takes no options is about to say so by itself.
        let _ = tcp.set_nodelay(true);
        let options = SockRef::from(&tcp);
        let _ = options.set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENCE).with_interval(SILENCE / 3));
        #[cfg(target_os = "linux")]
        let _ = options.set_tcp_user_timeout(Some(SILENCE * 2));
        Some(Socket::new(tcp, connection, ended))
    }
}

impl axum::serve::Listener for Listener {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        let socket = self.next().await;
        let peer = Connection::peer(socket.connection());
        (socket, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address()
    }
}

/// Did the one that was to be accepted break off before it was?
fn of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
