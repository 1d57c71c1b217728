//! The bank's routes over a fresh database, with a writer at work, and Ana logged in.

use crate::{samples::*, store_under_test::on_database};
use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, StatusCode},
};
use bank_api::{
    Assembled, Ports, Setup,
    adapters::{
        memory::NoHub,
        postgres::{self, PostgresChanges},
        rest::{self, Rest, TrustedProxies},
    },
    application::{
        Accounts, App, ChangeStore, Changes, Command, MoveMoney, PinDigest, Place, ReceiptAddresses, Seen,
        Sessions, Stores, token_hash,
    },
    assemble,
    domain::{AccountId, LookupLimits},
};
use codepix_proto::topic;
use engine::{Intake, Unavailable};
use outbox::{
    memory::MemoryBroker,
    postgres::{Pools, PostgresCollector},
};
use pix::{Cents, EndToEndId};
use serde_json::Value;
use service::Readiness;
use sqlx::PgPool;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use telemetry::Metrics;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

pub const ANAS_TOKEN: &str = "the-token-of-anas-session";

/// One instance of the bank.
pub struct Fixture {
    pub router: Router,
    pub accounts: Arc<dyn Accounts>,
    pub sessions: Arc<dyn Sessions>,
    pub money: Intake<MoveMoney>,
    pub changed: broadcast::Sender<Arc<[AccountId]>>,
    /// How often the changes of any account were read.
    pub looks: Arc<AtomicUsize>,
    pub ready: watch::Sender<Readiness>,
    pub stop: CancellationToken,
}

/// Tells a story of one instance on a fresh database.
pub async fn with_bank(story: impl AsyncFnOnce(Fixture, PgPool)) {
    on_database(async |pool| {
        let fixture = Fixture::new(&pool, Arc::new(|_, pin| if pin == "1234" { PIN } else { [0; 32] }));
        fixture.sessions.start(&token_hash(ANAS_TOKEN), ANA, 1).await.unwrap();
        let stop = fixture.stop.clone().drop_guard();
        story(fixture, pool).await;
        drop(stop);
    })
    .await;
}

/// What the bank of these stories allows.
fn setup() -> Setup {
    Setup {
        bank: ipe(),
        pin_digest: Arc::new(|_, _| PIN),
        receipts: ReceiptAddresses { pages_url: "http://pages".into(), seal: Arc::new(seal) },
        opening_balance: Cents::ZERO,
        openings_per_network: 3,
        session_hours: 1,
        lookup_limits: LookupLimits::default(),
        codes: bank_api::application::CodeMaker { city: "SAO PAULO".into(), host: "ipe.example".into() },
    }
}

/// Another for each id.
fn seal(id: EndToEndId) -> [u8; 32] {
    let mut bytes: [u8; 32] = id.as_str().as_bytes().try_into().unwrap();
    bytes.reverse();
    bytes
}

impl Fixture {
    pub fn new(pool: &PgPool, pin_digest: PinDigest) -> Self {
        let looks = Arc::<AtomicUsize>::default();
        let changes = CountedLooks { store: PostgresChanges(pool.clone()), looks: Arc::clone(&looks) };
        let stores = Stores { changes: Arc::new(changes), ..postgres::stores(pool) };
        let delivery = MemoryBroker::default().ports("bank-001", &topic::to_bank(ipe().code));
        let ports = Ports::over(stores, Arc::new(NoHub), delivery);
        let Assembled { app, delivery, changed, .. } = assemble(ports, Setup { pin_digest, ..setup() });
        tokio::spawn(delivery.writer.run());
        let (ready, stop) = (watch::Sender::new(Readiness::default()), CancellationToken::new());
        let router = rest::router(Rest {
            app: app.clone(),
            trusted_proxies: Arc::new(TrustedProxies::new(["127.0.0.1".parse().unwrap()])),
            ready: ready.subscribe(),
            hub_is_up: watch::channel(false).1,
            metrics: Metrics::new(Some(Arc::new(PostgresCollector(Pools::shared(pool.clone()))))),
            stop: stop.clone(),
        });
        let App { accounts, sessions, money, .. } = app;
        Self { router, accounts, sessions: sessions.sessions, money, changed, looks, ready, stop }
    }

    /// Every answer has to be one that the page of `/docs` names.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let (method, address) = (request.method().to_string(), request.uri().to_string());
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let answer = Answer::read(answer).await;
        let seen = (answer.status.as_u16(), answer.header("content-type"));
        assert_eq!(openapi::breach(&self.document().await, (&method, &address), seen), None);
        answer
    }

    pub async fn document(&self) -> Value {
        let request = Request::get("/openapi.json").body(Body::empty()).unwrap();
        Answer::read(self.router.clone().oneshot(request).await.unwrap()).await.body
    }

    /// Asks as Ana.
    pub async fn ask(&self, method: &str, path: &str) -> Answer {
        self.answer(request(method, path).body(Body::empty()).unwrap()).await
    }

    /// The hub's words, settled.
    pub async fn hear(&self, commands: Vec<Command>) {
        self.money.messages(commands).await.unwrap().into_iter().for_each(|answer| drop(answer.unwrap()));
    }
}

/// A request of Ana.
pub fn request(method: &str, path: &str) -> axum::http::request::Builder {
    let from = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1)));
    let request = Request::builder().method(method).uri(path).extension(from);
    request.header("authorization", format!("Bearer {ANAS_TOKEN}")).header("content-type", "application/json")
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    async fn read(answer: Response<Body>) -> Self {
        let (head, body) = answer.into_parts();
        let bytes = to_bytes(body, 1 << 20).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Self { status: head.status, headers: head.headers, body }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that it is a problem, and gives its status and the last word of its type.
    pub fn problem(&self) -> (u16, &str) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{} {}", self.status, self.body);
        let kind = self.body["type"].as_str().unwrap();
        (self.status.as_u16(), kind.strip_prefix("urn:codepix:problem:").unwrap())
    }
}

/// The store of changes, which counts how often it is read.
struct CountedLooks {
    store: PostgresChanges,
    looks: Arc<AtomicUsize>,
}

#[async_trait]
impl ChangeStore for CountedLooks {
    async fn seen(&self, account: AccountId, place: Option<Place>) -> Result<Seen, Unavailable> {
        self.store.seen(account, place).await
    }

    async fn changes(&self, account: AccountId, seen: &Seen) -> Result<Changes, Unavailable> {
        self.looks.fetch_add(1, Ordering::Relaxed);
        self.store.changes(account, seen).await
    }
}
