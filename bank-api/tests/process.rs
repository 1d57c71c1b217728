//! The program as its supervisor sees it: how it says that it is ready, and how it ends.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL. Kafka and
//! the hub are away all the time.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection};
use std::{
    net::TcpListener,
    path::Path,
    process::ExitStatus,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};

/// Between two looks at something that is awaited.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Whatever is waited for comes within this.
const DEADLINE: Duration = Duration::from_secs(30);
/// "A few seconds."
const STOPPED: Duration = Duration::from_secs(7);

/// A bank that runs until it is told to stop.
struct Bank {
    process: Child,
    address: String,
    client: Client,
    database: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Tells a story of one bank on a fresh database.
async fn with_bank(story: impl AsyncFnOnce(&mut Bank)) {
    testing::on_database(async |url| {
        let mut bank = Bank::start(url);
        story(&mut bank).await;
    })
    .await;
}

impl Bank {
    fn start(database: String) -> Self {
        // Free now, and nobody else asks for it in the next second.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let process = Command::new(env!("CARGO_BIN_EXE_bank-api"))
            .args(["serve", "--bank", "001", "--http-addr", &address, "--database-url", &database])
            .args(["--kafka-brokers", "127.0.0.1:1", "--hub-grpc-url", "http://127.0.0.1:1"])
            .arg("--banks-file")
            .arg(root().join("banks.env"))
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { process, address, client: Client::new(), database }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.address)).timeout(DEADLINE)
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let url = format!("http://{}{path}", self.address);
        self.client.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    }

    /// Asks until `/readyz` says `status`.
    async fn until(&self, status: &str) -> Value {
        // Whoever asks without a pause takes the processor from whom it waits for.
        let mut looks = tokio::time::interval(LOOK_AGAIN);
        let asked = async {
            loop {
                looks.tick().await;
                let answer = self.get("/readyz").send().await;
                let body = match answer {
                    Ok(answer) => answer.json().await.unwrap_or(Value::Null),
                    Err(_) => Value::Null,
                };
                if body["status"] == status {
                    return body;
                }
            }
        };
        timeout(DEADLINE, asked).await.unwrap_or_else(|_| panic!("never {status}"))
    }

    /// Opens an account and logs in.
    async fn customer(&self) -> String {
        let person = json!({ "name": "Ana Lima", "tax_id": "52998224725", "email": "ana@example.com",
            "password": "correct horse", "pin": "1234" });
        self.post("/accounts", person).await;
        let session = json!({ "login": "ana@example.com", "password": "correct horse" });
        self.post("/sessions", session).await["token"].as_str().unwrap().to_owned()
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
async fn it_is_degraded_without_hub_and_kafka_and_unavailable_without_its_tables() {
    with_bank(async |bank: &mut Bank| {
        let degraded = bank.until("degraded").await;
        assert_eq!(
            (&degraded["postgres"], &degraded["hub"], &degraded["kafka"]),
            (&json!("up"), &json!("down"), &json!("down"))
        );
        let mut database = PgConnection::connect(&bank.database).await.unwrap();
        database.execute("drop table transfers cascade").await.unwrap();
        assert_eq!(bank.until("unavailable").await["postgres"], "down");
        assert_eq!(bank.get("/livez").send().await.unwrap().status().as_u16(), 200);
    })
    .await;
}

#[tokio::test]
async fn told_to_stop_it_ends_its_streams_and_answers_what_is_under_way() {
    with_bank(async |bank: &mut Bank| {
        bank.until("degraded").await;
        let token = bank.customer().await;
        let mut events = bank.get("/accounts/me/events").bearer_auth(&token).send().await.unwrap();
        assert!(events.chunk().await.unwrap().is_some(), "the stream has begun");

        // A request that waits for a lock of ours.
        let mut database = PgConnection::connect(&bank.database).await.unwrap();
        let mut lock = database.begin().await.unwrap();
        lock.execute("lock table accounts in access exclusive mode").await.unwrap();
        let asked = tokio::spawn(bank.get("/accounts/me").bearer_auth(&token).send());
        while !waits_for_a_lock(&mut lock).await {}
        bank.terminate();
        let mut rest = Vec::new();
        while let Some(chunk) = events.chunk().await.expect("it ends as a stream does") {
            rest.extend(chunk);
        }
        lock.rollback().await.unwrap();
        assert_eq!(asked.await.unwrap().unwrap().status().as_u16(), 200, "it is answered");

        let (status, took) = bank.ended().await;
        assert!(status.success() && took < STOPPED, "{status} after {took:?}");
    })
    .await;
}

/// Does anybody?
async fn waits_for_a_lock(database: &mut PgConnection) -> bool {
    let waiting =
        "select exists (select from pg_locks where not granted and relation = 'accounts'::regclass)";
    sqlx::query_scalar(waiting).fetch_one(database).await.unwrap()
}

#[tokio::test]
async fn a_client_that_hangs_does_not_hold_up_the_end() {
    with_bank(async |bank: &mut Bank| {
        bank.until("degraded").await;
        let mut hanging = TcpStream::connect(&bank.address).await.unwrap();
        hanging.write_all(b"POST /sessions HTTP/1.1\r\nhost: ").await.unwrap();
        assert_eq!(bank.get("/livez").send().await.unwrap().status().as_u16(), 200);
        bank.terminate();
        let (status, took) = bank.ended().await;
        assert!(status.success() && took < STOPPED, "{status} after {took:?}");
    })
    .await;
}

#[tokio::test]
async fn connections_that_never_ask_anything_are_ended_and_others_are_answered_meanwhile() {
    with_bank(async |bank: &mut Bank| {
        bank.until("degraded").await;
        let mut silent = TcpStream::connect(&bank.address).await.unwrap();
        let mut hanging = TcpStream::connect(&bank.address).await.unwrap();
        hanging.write_all(b"POST /sessions HTTP/1.1\r\nhost: ").await.unwrap();
        assert_eq!(bank.get("/livez").send().await.unwrap().status().as_u16(), 200);
        for connection in [&mut silent, &mut hanging] {
            let ended = timeout(DEADLINE, connection.read_u8()).await.expect("it is ended");
            assert!(ended.is_err(), "without a word");
        }
    })
    .await;
}
