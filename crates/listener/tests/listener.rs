//! What a stranger can open, and what becomes of the others meanwhile.

#![allow(clippy::unwrap_used)]

use axum::{
    Router,
    body::{Body, Bytes},
    routing::{get, post},
};
use futures::{StreamExt as _, stream};
use listener::{Bounds, Limits, Listener, Patience, Turns};
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

/// Whatever is waited for comes within this.
const DEADLINE: Duration = Duration::from_secs(30);
/// Nobody who behaves is ended in a test.
const LONG: Duration = Duration::from_secs(3600);

fn bounds(connections_max: usize, connections_per_address_max: usize) -> Bounds {
    let mut bounds = Bounds::http(Limits { connections_max, connections_per_address_max });
    bounds.patience = Patience { head: LONG, rest: Some(LONG) };
    bounds
}

fn impatient(head: Duration) -> Bounds {
    let mut bounds = bounds(4096, 4096);
    bounds.patience.head = head;
    bounds
}

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<anyhow::Result<()>>,
}

impl Server {
    async fn start(bounds: Bounds) -> Self {
        let endless = || async {
            let first =
                stream::once(async { Ok::<_, std::convert::Infallible>(Bytes::from_static(b"begun")) });
            Body::from_stream(first.chain(stream::pending()))
        };
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/endless", get(endless))
            .route("/echo", post(|text: String| async move { text }));
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), bounds).await.unwrap();
        let (address, stop) = (listener.address().unwrap(), CancellationToken::new());
        let served = tokio::spawn(listener::serve(listener, router, stop.clone().cancelled_owned()));
        Self { address, stop, served }
    }

    async fn client(&self) -> Client {
        self.client_from("127.0.0.1").await
    }

    async fn client_from(&self, address: &str) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(address.parse::<IpAddr>().unwrap(), 0)).unwrap();
        Client(socket.connect(self.address).await.unwrap())
    }
}

struct Client(TcpStream);

impl Client {
    async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Reads until `word` has come; None, when the connection ended before.
    async fn hears(&mut self, word: &str) -> Option<String> {
        let mut heard = String::new();
        let reading = async {
            while !heard.contains(word) {
                let mut bytes = [0; 1024];
                match self.0.read(&mut bytes).await {
                    Ok(0) | Err(_) => return None,
                    Ok(count) => heard.push_str(std::str::from_utf8(&bytes[..count]).unwrap()),
                }
            }
            Some(())
        };
        timeout(DEADLINE, reading).await.expect("it is answered or ended")?;
        Some(heard)
    }

    async fn is_answered(&mut self) -> bool {
        // One that was turned away may be closed already.
        let asked = self.0.write_all(b"GET / HTTP/1.1\r\nhost: bank\r\n\r\n").await;
        asked.is_ok() && self.hears("hello").await.is_some()
    }

    async fn begins_a_stream(&mut self) {
        self.say("GET /endless HTTP/1.1\r\nhost: bank\r\n\r\n").await;
        self.hears("begun").await.expect("the stream begins");
    }

    async fn is_ended(&mut self) {
        assert_eq!(self.hears("anything at all").await, None);
    }
}

#[tokio::test]
async fn while_fifteen_hundred_never_end_their_headers_others_are_answered_and_in_time_they_are_ended() {
    let server = Server::start(impatient(Duration::from_secs(2))).await;
    let mut hanging = Vec::new();
    for _ in 0..1500 {
        let mut client = server.client().await;
        client.say("GET / HTTP/1.1\r\nhost: ").await;
        hanging.push(client);
    }
    let mut silent = server.client().await;
    assert!(server.client().await.is_answered().await);
    for client in &mut hanging {
        client.is_ended().await;
    }
    silent.is_ended().await;
    assert!(server.client().await.is_answered().await);
}

#[tokio::test]
async fn a_connection_may_rest_between_two_requests_but_not_within_the_head_of_one() {
    let server = Server::start(impatient(Duration::from_millis(200))).await;
    let (mut resting, mut dawdling) = (server.client().await, server.client().await);
    assert!(resting.is_answered().await && dawdling.is_answered().await);
    dawdling.say("GET / HT").await;
    dawdling.is_ended().await;
    assert!(resting.is_answered().await);
}

#[tokio::test]
async fn who_has_asked_nothing_for_longest_makes_room_for_the_next() {
    let server = Server::start(bounds(4, 4)).await;
    let mut stream = server.client().await;
    stream.begins_a_stream().await;
    let mut resting = server.client().await;
    assert!(resting.is_answered().await);
    let silent = [server.client().await, server.client().await];

    let mut streams = vec![stream];
    for mut silent in silent {
        let mut next = server.client().await;
        next.begins_a_stream().await;
        silent.is_ended().await;
        streams.push(next);
    }
    assert!(resting.is_answered().await, "those that had asked nothing went first");
}

#[tokio::test]
async fn while_all_are_being_answered_the_next_waits() {
    let server = Server::start(bounds(2, 2)).await;
    let (mut first, mut second) = (server.client().await, server.client().await);
    first.begins_a_stream().await;
    second.begins_a_stream().await;
    let mut third = server.client().await;
    let waiting = tokio::spawn(async move { third.is_answered().await });
    drop(first);
    assert!(timeout(DEADLINE, waiting).await.unwrap().unwrap());
}

#[tokio::test]
async fn one_address_leaves_room_for_the_others() {
    let server = Server::start(bounds(8, 2)).await;
    let (mut first, mut second) = (server.client().await, server.client().await);
    first.begins_a_stream().await;
    second.begins_a_stream().await;
    assert!(!server.client().await.is_answered().await, "it has enough");
    assert!(server.client_from("127.0.0.2").await.is_answered().await);
    drop(first);
    while !server.client().await.is_answered().await {}
}

#[tokio::test]
async fn an_address_with_many_people_behind_it_has_the_room_of_many() {
    let bank_web: IpAddr = "127.0.0.2".parse().unwrap();
    let server = Server::start(bounds(8, 2).many_behind(move |address| address == bank_web)).await;
    let mut streams = Vec::new();
    for _ in 0..6 {
        let mut client = server.client_from("127.0.0.2").await;
        client.begins_a_stream().await;
        streams.push(client);
    }
    assert!(server.client().await.is_answered().await);
}

#[tokio::test]
async fn told_to_stop_it_answers_what_is_under_way_and_ends() {
    let server = Server::start(bounds(8, 8)).await;
    let mut client = server.client().await;
    client.say("POST /echo HTTP/1.1\r\nhost: bank\r\ncontent-length: 8\r\n\r\nhalf").await;
    assert!(server.client().await.is_answered().await, "by now it has been read");
    server.stop.cancel();
    client.say("half").await;
    let answer = client.hears("halfhalf").await.unwrap();
    assert!(answer.contains("content-length: 8"), "{answer}");
    timeout(DEADLINE, server.served).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn grpc_ends_the_silent_and_keeps_those_who_have_called() {
    let mut bounds = Bounds::grpc(Limits::default());
    bounds.patience.head = Duration::from_millis(500);
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), bounds).await.unwrap();
    let address = listener.address().unwrap();
    let (_reporter, health) = tonic_health::server::health_reporter();
    let server = tonic::transport::Server::builder().layer(Turns).add_service(health);
    tokio::spawn(server.serve_with_incoming(listener.incoming()));

    let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}")).unwrap();
    let mut calling = HealthClient::new(channel.connect().await.unwrap());
    let mut watch = calling.watch(HealthCheckRequest::default()).await.unwrap().into_inner();
    assert!(watch.message().await.unwrap().is_some());
    calling.check(HealthCheckRequest::default()).await.unwrap();
    for greeting in ["", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let mut client = Client(TcpStream::connect(address).await.unwrap());
        client.say(greeting).await;
        let mut rest = Vec::new();
        // After a whole greeting the server says how it speaks before it waits.
        let ended = timeout(DEADLINE, client.0.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "{greeting:?} is ended");
    }
    calling.check(HealthCheckRequest::default()).await.unwrap();
    assert!(futures::poll!(std::pin::pin!(watch.message())).is_pending(), "the stream goes on");
}
