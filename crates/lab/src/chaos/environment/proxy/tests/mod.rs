//! The proxy against servers and clients that the tests hold in their hands.

mod bytes;
mod faults;
mod losses;
mod upstreams;

use super::{Direction, Link, Proxy};
use std::{
    future::Future,
    io::{ErrorKind, Result},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::yield_now,
    time::{Instant, timeout},
};

/// Far more than anything here takes.
const SOON: Duration = Duration::from_secs(10);
/// How long something must not happen to count as held.
const A_WHILE: Duration = Duration::from_millis(60);

async fn soon<F: Future>(what: F) -> F::Output {
    timeout(SOON, what).await.expect("it must not take so long")
}

/// A link whose server is the test itself.
struct Fixture {
    proxy: Proxy,
    servers: TcpListener,
}

impl Fixture {
    async fn new() -> Self {
        let servers = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy::listen(0, vec![servers.local_addr().unwrap()]).unwrap();
        Self { proxy, servers }
    }

    /// A connection: its client's end and its server's.
    async fn connect(&self) -> (TcpStream, TcpStream) {
        let client = self.dial().await.unwrap();
        (client, soon(self.servers.accept()).await.unwrap().0)
    }

    async fn dial(&self) -> Result<TcpStream> {
        soon(TcpStream::connect(self.proxy.address())).await
    }

    async fn until_connections_are(&self, count: usize) {
        let mut connections = self.proxy.counters.connections.subscribe();
        soon(connections.wait_for(|now| *now == count)).await.unwrap();
    }

    /// New connections work, both ways.
    async fn assert_works(&self) {
        let (mut client, mut server) = self.connect().await;
        exchange(&mut client, &mut server).await;
    }

    /// New connections are reset, some so fast that they never look connected.
    async fn assert_resets(&self) {
        match self.dial().await {
            Ok(mut client) => assert_reset(&mut client).await,
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
    }
}

async fn send(stream: &mut TcpStream, bytes: &[u8]) {
    soon(stream.write_all(bytes)).await.unwrap();
}

async fn receive(stream: &mut TcpStream, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    soon(stream.read_exact(&mut bytes)).await.unwrap();
    bytes
}

async fn exchange(client: &mut TcpStream, server: &mut TcpStream) {
    send(client, b"question").await;
    assert_eq!(receive(server, 8).await, b"question");
    send(server, b"answer").await;
    assert_eq!(receive(client, 6).await, b"answer");
}

async fn assert_silent(stream: &mut TcpStream) {
    let heard = timeout(A_WHILE, stream.read(&mut [0])).await;
    assert!(heard.is_err(), "heard {heard:?}");
}

async fn assert_reset(stream: &mut TcpStream) {
    let heard = soon(stream.read(&mut [0])).await;
    assert_eq!(heard.map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
}

async fn assert_ended(stream: &mut TcpStream) {
    assert_eq!(soon(stream.read(&mut [0])).await.unwrap(), 0);
}
