//! The stores under test. A story that is told `on_both!` holds for memory and for PostgreSQL alike, so that what is
//! simulated on the one is true of the other.

use crate::samples::{at, banks};
use codepix::{
    adapters::{
        codec,
        memory::{MemoryDirectory, MemoryParticipants, MemoryTransfers},
        postgres,
    },
    application::{ParticipantCache, RouteTransfers, Stores, TransferFeed},
};
use futures::FutureExt as _;
use outbox::{Questions, memory::MemoryDeadLetters, postgres::PostgresQuestions};
use sqlx::{Connection as _, Executor as _, PgConnection, PgPool};
use std::{panic::AssertUnwindSafe, path::Path, sync::Arc};

/// All stores of one hub, with the banks of [`crate::samples`] taking part.
pub struct Fixture {
    pub stores: Stores,
    pub questions: Arc<dyn Questions>,
    /// None on memory.
    pub database: Option<PgPool>,
}

impl Fixture {
    async fn with_banks(self) -> Self {
        let participants = ParticipantCache::new(Arc::clone(&self.stores.participants));
        for (bank, token) in banks() {
            participants.put(&bank, token).await.unwrap();
        }
        self
    }

    /// What decides about transfers, over these stores.
    pub async fn route_transfers(&self) -> RouteTransfers {
        let participants = Arc::new(ParticipantCache::new(Arc::clone(&self.stores.participants)));
        participants.refresh().await.unwrap();
        RouteTransfers {
            transfers: Arc::clone(&self.stores.transfers),
            directory: Arc::clone(&self.stores.directory),
            participants,
            encode: codec::encode,
            clock: Arc::new(|| at(1)),
            feed: TransferFeed::default(),
        }
    }
}

/// Tells a story on memory.
pub async fn on_memory(story: impl AsyncFnOnce(Fixture)) {
    let transfers = MemoryTransfers::default();
    let questions = Arc::new(transfers.questions.clone());
    let stores = Stores {
        transfers: Arc::new(transfers),
        directory: Arc::new(MemoryDirectory::default()),
        participants: Arc::new(MemoryParticipants::default()),
        dead_letters: Arc::new(MemoryDeadLetters::default()),
    };
    story(Fixture { stores, questions, database: None }.with_banks().await).await;
}

/// Tells a story on a fresh database, which is dropped afterwards, however the story ends.
pub async fn on_postgres(story: impl AsyncFnOnce(Fixture)) {
    let admin = admin_url();
    let name = format!("test_codepix_{}", uuid::Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&admin).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    connection
        .execute(sqlx::AssertSqlSafe(format!("create database {name} template template0")))
        .await
        .unwrap();
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    let pool = outbox::postgres::pool(&url).unwrap();
    let told = AssertUnwindSafe(tell(&pool, story)).catch_unwind().await;
    pool.close().await;
    connection.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}

async fn tell(pool: &PgPool, story: impl AsyncFnOnce(Fixture)) {
    postgres::migrate(pool).await.unwrap();
    let questions = Arc::new(PostgresQuestions(pool.clone()));
    let (stores, database) = (postgres::stores(pool), Some(pool.clone()));
    story(Fixture { stores, questions, database }.with_banks().await).await;
}

fn admin_url() -> String {
    std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../banks.env");
        banks::Banks::load(&file).unwrap().postgres_url("127.0.0.1:54320", "postgres")
    })
}

/// Makes a test on memory and a test on PostgreSQL of each story.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod on_memory {
            $(#[tokio::test]
            async fn $story() {
                crate::fixture::on_memory(super::$story).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() {
                crate::fixture::on_postgres(super::$story).await;
            })+
        }
    };
}
pub(crate) use on_both;
