//! Takes connections in, in the way that the link says.

use super::{
    connection::{self, reset},
    control::{Control, Orders},
    counters::Counters,
    link::Link,
};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    time::sleep,
};
use tracing::warn;

const BACKLOG: u32 = 1024;
/// After a failure of the listener itself, such as no free file descriptor: to retry at once would spin.
const RETRY_AFTER: Duration = Duration::from_millis(50);

/// The task that accepts.
pub struct Listener {
    address: SocketAddr,
    upstreams: Arc<[SocketAddr]>,
    control: watch::Receiver<Control>,
    counters: Arc<Counters>,
    /// Which upstream the next connection tries first.
    turn: usize,
}

/// Listens on an address, also where connections of a former listener still linger.
pub fn open(address: SocketAddr) -> io::Result<TcpListener> {
    bind(address)?.listen(BACKLOG)
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

impl Listener {
    pub fn new(
        address: SocketAddr,
        upstreams: Arc<[SocketAddr]>,
        control: watch::Receiver<Control>,
        counters: Arc<Counters>,
    ) -> Self {
        Self { address, upstreams, control, counters, turn: 0 }
    }

    /// Accepts until the proxy is dropped.
    pub async fn run(mut self, mut listener: TcpListener) {
        while self.accept_until_refused(listener).await {
            match self.reopen().await {
                Some(reopened) => listener = reopened,
                None => return,
            }
        }
    }

    /// Accepts, and closes the listener when the link refuses; false once the proxy is gone.
    async fn accept_until_refused(&mut self, listener: TcpListener) -> bool {
        loop {
            tokio::select! {
                biased;
                refused = until(&mut self.control, |link| link == Link::Refuse) => return refused,
                accepted = listener.accept() => match accepted {
                    Ok((client, _)) => self.take_in(client),
                    Err(error) => {
                        warn!(%error, address = %self.address, "the proxy cannot accept");
                        sleep(RETRY_AFTER).await;
                    }
                },
            }
        }
    }

    /// Listens again once the link does not refuse; None if the proxy is gone.
    async fn reopen(&mut self) -> Option<TcpListener> {
        loop {
            // Bound without listening, a port refuses as a free one does, yet nobody else can take it.
            let held = bind(self.address);
            if !until(&mut self.control, |link| link != Link::Refuse).await {
                return None;
            }
            match held.and_then(|socket| socket.listen(BACKLOG)) {
                Ok(listener) => return Some(listener),
                Err(error) => warn!(%error, address = %self.address, "the proxy cannot listen again yet"),
            }
            sleep(RETRY_AFTER).await;
        }
    }

    fn take_in(&mut self, client: TcpStream) {
        let orders = Orders::from_now_on(self.control.clone());
        if orders.link().resets() {
            return reset(client);
        }
        let mut upstreams = self.upstreams.to_vec();
        upstreams.rotate_left(self.turn);
        self.turn = (self.turn + 1) % upstreams.len();
        tokio::spawn(connection::serve(client, upstreams, orders, self.counters.enter()));
    }
}

/// Waits until the link is so; false if the proxy is gone.
async fn until(control: &mut watch::Receiver<Control>, is_so: impl Fn(Link) -> bool) -> bool {
    control.wait_for(|now| is_so(now.link)).await.is_ok()
}
