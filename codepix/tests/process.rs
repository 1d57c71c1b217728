//! The program as its supervisor sees it: how it ends.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL. Kafka is
//! away all the time.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use banks::Banks;
use codepix_proto::v1::{WatchTransfersRequest, transfers_client::TransfersClient};
use sqlx::{Connection as _, PgConnection};
use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::ExitStatus,
    time::{Duration, Instant},
};
use tokio::{
    io::AsyncReadExt as _,
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};
use tonic::{
    Code, Request, Streaming,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus,
    health_client::HealthClient,
};

/// Whatever is waited for comes within this.
const DEADLINE: Duration = Duration::from_secs(30);
/// "A few seconds."
const STOPPED: Duration = Duration::from_secs(7);

/// A hub that runs until it is told to stop.
struct Hub {
    process: Child,
    listeners: [SocketAddr; 2],
    channel: Channel,
    banks: Banks,
    database: String,
}

fn banks_file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../banks.env")
}

/// Free now, and nobody else asks for it in the next second.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Tells a story of a hub on a fresh database.
async fn with_hub(story: impl AsyncFnOnce(&mut Hub)) {
    testing::on_database(async |url| {
        let mut hub = Hub::start(&url, Banks::load(&banks_file()).unwrap());
        story(&mut hub).await;
    })
    .await;
}

impl Hub {
    fn start(database: &str, banks: Banks) -> Self {
        let (grpc, http) = (free_address(), free_address());
        let process = Command::new(env!("CARGO_BIN_EXE_codepix"))
            .args(["serve", "--grpc-addr", &grpc.to_string(), "--http-addr", &http.to_string()])
            .args(["--database-url", database, "--kafka-brokers", "127.0.0.1:1", "--banks-file"])
            .arg(banks_file())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let channel = Endpoint::from_shared(format!("http://{grpc}")).unwrap().connect_lazy();
        Self { process, listeners: [grpc, http], channel, banks, database: database.to_owned() }
    }

    /// The standard health service's words, from the moment it says that the hub serves.
    async fn healthy(&self) -> Streaming<HealthCheckResponse> {
        let asked = async {
            loop {
                let Ok(words) =
                    HealthClient::new(self.channel.clone()).watch(HealthCheckRequest::default()).await
                else {
                    tokio::task::yield_now().await;
                    continue;
                };
                let mut words = words.into_inner();
                while words.message().await.unwrap().unwrap().status() != ServingStatus::Serving {}
                return words;
            }
        };
        timeout(DEADLINE, asked).await.expect("it serves")
    }

    /// Until it hears what other instances change: who watches before is told that changes may have been missed.
    async fn hears_others(&self) {
        let mut database = PgConnection::connect(&self.database).await.unwrap();
        let listens = "select exists (select from pg_stat_activity
            where datname = current_database() and query ilike 'listen %')";
        let asked = async {
            while !sqlx::query_scalar::<_, bool>(listens).fetch_one(&mut database).await.unwrap() {
                tokio::task::yield_now().await;
            }
        };
        timeout(DEADLINE, asked).await.expect("it listens");
    }

    fn terminate(&self) {
        let pid = self.process.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// How it ended, and how long that took.
    async fn ended(&mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let status = timeout(DEADLINE, self.process.wait()).await.expect("it ends").unwrap();
        (status, began.elapsed())
    }
}

#[tokio::test]
async fn told_to_stop_it_ends_the_streams_of_banks_and_of_those_who_watch_its_health() {
    with_hub(async |hub: &mut Hub| {
        let _health = hub.healthy().await;
        hub.hears_others().await;
        let mut request = Request::new(WatchTransfersRequest {});
        let token = hub.banks.banks[0].hub_token.expose();
        request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        let mut transfers = TransfersClient::new(hub.channel.clone());
        let mut changes = transfers.watch_transfers(request).await.unwrap().into_inner();

        hub.terminate();
        let said = timeout(DEADLINE, changes.message()).await.expect("the stream ends").unwrap_err();
        assert_eq!((said.code(), said.message()), (Code::Unavailable, "the hub is stopping; watch again"));
        let (status, took) = hub.ended().await;
        assert!(status.success() && took < STOPPED, "{status} after {took:?}");
    })
    .await;
}

#[tokio::test]
async fn connections_that_never_ask_anything_are_ended_and_banks_are_answered_meanwhile() {
    with_hub(async |hub: &mut Hub| {
        let _health = hub.healthy().await;
        for listener in hub.listeners {
            let mut silent = TcpStream::connect(listener).await.unwrap();
            // gRPC greets first; what counts is that it comes to an end.
            let mut greeting = Vec::new();
            let ended = timeout(DEADLINE, silent.read_to_end(&mut greeting)).await;
            assert!(ended.is_ok(), "{listener} keeps whoever never asks");
        }
        hub.healthy().await;
    })
    .await;
}
