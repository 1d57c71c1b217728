//! Serves one connection from its first byte to its end.

use super::{
    control::{Ending, Orders},
    counters::{Counters, Entry},
    link::{Direction, Link},
    pipe::{Broken, Pipe, Step},
    trap::{Loss, Scan},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    sync::oneshot,
    time::{Instant, sleep, timeout},
};
use tracing::debug;

/// On the loopback a connect that takes longer has met a full backlog.
const DIAL_TIMEOUT: Duration = Duration::from_secs(3);

/// Closes without saying goodbye: the peer's next read or write fails, and what was not delivered is gone.
pub fn reset(stream: TcpStream) {
    // It only fails on a connection that the peer has reset already.
    stream.set_zero_linger().ok();
}

/// Dials the first of the upstreams that accepts, and carries bytes until both sides or an order end it.
pub async fn serve(client: TcpStream, upstreams: Vec<SocketAddr>, mut orders: Orders, entry: Entry) {
    if orders.until_moving().await.is_some() {
        return reset(client);
    }
    // An order has to wait for the dial: a server that has just accepted would see a dropped dial end politely.
    match first_to_accept(&upstreams).await {
        Some(server) => carry(client, server, orders, entry.counters()).await,
        None => {
            orders.until_passing(Direction::ToClient).await;
            reset(client);
        }
    }
}

async fn first_to_accept(upstreams: &[SocketAddr]) -> Option<TcpStream> {
    for upstream in upstreams {
        match timeout(DIAL_TIMEOUT, TcpStream::connect(upstream)).await {
            Ok(Ok(server)) => return Some(server),
            Ok(Err(error)) => debug!(%error, %upstream, "the upstream does not accept"),
            Err(_) => debug!(%upstream, "the upstream does not answer"),
        }
    }
    None
}

async fn carry(mut client: TcpStream, mut server: TcpStream, mut orders: Orders, counters: &Counters) {
    for stream in [&client, &server] {
        // Else small answers wait for acknowledgements, and the proxy slows what it only should pass on.
        stream.set_nodelay(true).ok();
    }
    match Traffic::between(&mut client, &mut server).run(&mut orders, counters).await {
        Ending::Done => {}
        Ending::Reset => [client, server].into_iter().for_each(reset),
        Ending::Lost(done) => {
            [client, server].into_iter().for_each(reset);
            // Nobody has to listen.
            done.send(()).ok();
        }
        Ending::Slow(held_for) => close_slowly(client, server, held_for, &mut orders).await,
    }
}

async fn close_slowly(client: TcpStream, mut server: TcpStream, held_for: Duration, orders: &mut Orders) {
    // Fails if the server has reset the connection, which is an end as well.
    server.shutdown().await.ok();
    tokio::select! {
        ending = orders.ending() => if let Ending::Reset = ending {
            [client, server].into_iter().for_each(reset);
        },
        () = sleep(held_for) => {}
    }
}

/// The two streams of a connection. One task moves both, so that a request and its answer are seen in order.
struct Traffic<'a> {
    up: Pipe<'a>,
    down: Pipe<'a>,
    scan: Scan,
    began: Instant,
    /// The request whose answer is to be lost: where it ends in the client's stream, and who waits.
    request: Option<(u64, oneshot::Sender<()>)>,
}

impl<'a> Traffic<'a> {
    fn between(client: &'a mut TcpStream, server: &'a mut TcpStream) -> Self {
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        Self {
            up: Pipe::new(Direction::ToServer, from_client, to_server),
            down: Pipe::new(Direction::ToClient, from_server, to_client),
            scan: Scan::default(),
            began: Instant::now(),
            request: None,
        }
    }

    async fn run(mut self, orders: &mut Orders, counters: &Counters) -> Ending {
        while !(self.up.finished() && self.down.finished()) {
            let link = orders.link().at_age(self.began.elapsed());
            let moved = tokio::select! {
                // Orders come first: what is sent after an order must not get past it.
                biased;
                ending = orders.change() => match ending {
                    Some(ending) => return ending,
                    None => continue,
                },
                moved = self.step(link) => moved,
            };
            match moved {
                Ok((direction, Step::Delivered(bytes))) => counters.add(direction, bytes),
                Ok((Direction::ToServer, Step::Read)) => {
                    if let Some(ending) = self.look_for_request(orders) {
                        return ending;
                    }
                }
                Ok((Direction::ToClient, Step::Read)) => {
                    if let Some((_, done)) = self.request.take_if(|(end, _)| *end <= self.up.delivered()) {
                        return Ending::Lost(done);
                    }
                }
                Err(Broken { news }) => {
                    orders.until_passing(news).await;
                    return Ending::Reset;
                }
            }
        }
        Ending::Done
    }

    /// The next step of either stream, chosen at random if both can: neither starves the other.
    async fn step(&mut self, link: Link) -> Result<(Direction, Step), Broken> {
        let (direction, step) = tokio::select! {
            step = self.up.step(link) => (Direction::ToServer, step),
            step = self.down.step(link) => (Direction::ToClient, step),
        };
        Ok((direction, step?))
    }

    /// Some where this is a request that is to be lost; what was just read is not delivered yet.
    fn look_for_request(&mut self, orders: &Orders) -> Option<Ending> {
        if self.request.is_some() {
            return None;
        }
        let (loss, done) = self.scan.see(orders.trap(), self.up.latest())?;
        match loss {
            Loss::Request => Some(Ending::Lost(done)),
            Loss::Answer => {
                self.request = Some((self.up.read(), done));
                None
            }
        }
    }
}
