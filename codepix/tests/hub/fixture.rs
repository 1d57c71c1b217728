//! The stores under test: in memory, or on a fresh database.

use crate::samples::{at, banks};
use codepix::{
    adapters::{
        memory::{MemoryParticipants, MemoryTransfers},
        messages::Codec,
        postgres,
    },
    application::{ParticipantCache, Recall, RouteTransfers, Stores, TransferFeed},
};
use outbox::{Questions, memory::MemoryDeadLetters, postgres::PostgresQuestions};
use sqlx::PgPool;
use std::sync::Arc;

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
            encoder: Arc::new(Codec { participants: Arc::clone(&participants) }),
            participants,
            clock: Arc::new(|| at(1)),
            feed: TransferFeed::default(),
            recall: Recall::default(),
        }
    }
}

/// Tells a story on memory.
pub async fn on_memory(story: impl AsyncFnOnce(Fixture)) {
    let transfers = MemoryTransfers::default();
    let directory = Arc::new(transfers.directory.clone());
    let questions = Arc::new(transfers.questions.clone());
    let stores = Stores {
        transfers: Arc::new(transfers),
        directory,
        participants: Arc::new(MemoryParticipants::default()),
        dead_letters: Arc::new(MemoryDeadLetters::default()),
    };
    story(Fixture { stores, questions, database: None }.with_banks().await).await;
}

/// Tells a story on a fresh database.
pub async fn on_postgres(story: impl AsyncFnOnce(Fixture)) {
    testing::on_database(async |url| {
        let pool = outbox::postgres::pool(&url).unwrap();
        postgres::migrate(&pool).await.unwrap();
        let questions = Arc::new(PostgresQuestions(pool.clone()));
        let (stores, database) = (postgres::stores(&pool), Some(pool.clone()));
        story(Fixture { stores, questions, database }.with_banks().await).await;
        pool.close().await;
    })
    .await;
}
