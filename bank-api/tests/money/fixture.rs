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
    adapters::{
        postgres::{
            PostgresAccounts, PostgresBooks, PostgresChanges, PostgresKeys, PostgresSessions,
            PostgresStatements,
        },
        rest::{self, Readiness, Rest, TrustedProxies},
    },
    application::{
        Accounts, AntiScan, ChangeStore, Changes, Command, Entry, EntryPage, Feeds, Hub, HubError, KeyPorts,
        Keys, Logins, MoveMoney, OpenAccount, Openings, Passwords, PinDigest, Place, Registration, Seen,
        Sessions, token_hash,
    },
    domain::{AccountId, LookupLimits},
};
use engine::{Intake, Unavailable, Writer, system_clock, system_entropy};
use outbox::{
    memory::MemoryBroker,
    postgres::{Pools, PostgresCollector},
};
use pix::{Cents, PixKey};
use serde_json::Value;
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
use uuid::Uuid;

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

impl Fixture {
    pub fn new(pool: &PgPool, pin_digest: PinDigest) -> Self {
        let accounts: Arc<dyn Accounts> = Arc::new(PostgresAccounts(pool.clone()));
        let sessions: Arc<dyn Sessions> = Arc::new(PostgresSessions(pool.clone()));
        let anti_scan = Arc::new(AntiScan::new(LookupLimits::default()));
        let passwords = Arc::new(Passwords::default());
        let changed = broadcast::channel(64).0;
        let announced = changed.clone();
        let decider = MoveMoney {
            books: Arc::new(PostgresBooks::new(pool.clone())),
            encoder: Arc::new(codec()),
            bank: ipe(),
            clock: system_clock(),
            entropy: system_entropy(),
            pin_digest: Arc::clone(&pin_digest),
            announce: Arc::new(move |accounts| drop(announced.send(accounts.into()))),
            anti_scan: Arc::clone(&anti_scan),
        };
        let (writer, money) =
            Writer::new(Arc::new(decider), Arc::new(MemoryBroker::default()), Arc::default());
        tokio::spawn(writer.run());
        let looks = Arc::<AtomicUsize>::default();
        let store = CountedLooks { store: PostgresChanges(pool.clone()), looks: Arc::clone(&looks) };
        let (ready, stop) = (watch::Sender::new(Readiness::default()), CancellationToken::new());
        let router = rest::router(Rest {
            bank: ipe(),
            opening: OpenAccount {
                accounts: Arc::clone(&accounts),
                passwords: Arc::clone(&passwords),
                openings: Arc::new(Openings::new(3)),
                pin_digest,
                opening_balance: Cents::ZERO,
            },
            sessions: Logins {
                accounts: Arc::clone(&accounts),
                sessions: Arc::clone(&sessions),
                passwords,
                attempts: Arc::default(),
                entropy: system_entropy(),
                hours: 1,
                changed: changed.clone(),
            },
            trusted_proxies: Arc::new(TrustedProxies::new(["127.0.0.1".parse().unwrap()])),
            accounts: Arc::clone(&accounts),
            statements: Arc::new(PostgresStatements(pool.clone())),
            keys: Arc::new(Keys::new(key_ports(pool), anti_scan)),
            money: money.clone(),
            feeds: Arc::new(Feeds::new(Arc::new(store), Arc::clone(&sessions), changed.clone())),
            ready: ready.subscribe(),
            metrics: Metrics::new(Some(Arc::new(PostgresCollector(Pools {
                work: pool.clone(),
                looks: pool.clone(),
            })))),
            stop: stop.clone(),
        });
        Self { router, accounts, sessions, money, changed, looks, ready, stop }
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

fn key_ports(pool: &PgPool) -> KeyPorts {
    KeyPorts {
        store: Arc::new(PostgresKeys(pool.clone())),
        books: Arc::new(PostgresBooks::new(pool.clone())),
        hub: Arc::new(NoHub),
        bank: ipe(),
        clock: system_clock(),
        entropy: system_entropy(),
    }
}

/// A hub that is away: sending Pix never asks it.
struct NoHub;

fn away<T>() -> Result<T, HubError> {
    Err(HubError::NotReached("it is away".into()))
}

#[async_trait]
impl Hub for NoHub {
    async fn register(&self, _registration: &Registration) -> Result<Entry, HubError> {
        away()
    }

    async fn find(&self, _key: &PixKey) -> Result<Option<Entry>, HubError> {
        away()
    }

    async fn list(&self, _after: &str, _limit: i32) -> Result<EntryPage, HubError> {
        away()
    }

    async fn remove(&self, _key: &PixKey, _entry_id: Uuid) -> Result<(), HubError> {
        away()
    }
}
