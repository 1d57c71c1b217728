//! The store under test. A story that is told `on_both!` holds for memory and for PostgreSQL alike.

use crate::samples::customers;
use bank_api::{
    adapters::{
        memory::{MemoryBooks, MemoryKeys},
        postgres::{self, PostgresBooks, PostgresKeys},
    },
    application::{Books, KeyStore},
    domain::AccountId,
};
use sqlx::{Executor as _, PgPool};
use std::sync::Arc;

/// The stores of one bank, whose customers have accounts.
pub struct StoreUnderTest {
    pub keys: Arc<dyn KeyStore>,
    pub books: Arc<dyn Books>,
    rows: Rows,
}

enum Rows {
    Memory(MemoryBooks),
    Postgres(PgPool),
}

impl StoreUnderTest {
    /// As it was done before an account gave up its keys first.
    pub async fn close(&self, id: AccountId) {
        match &self.rows {
            Rows::Memory(books) => books.rows().accounts.get_mut(&id).unwrap().open = false,
            Rows::Postgres(pool) => {
                let close = sqlx::query("update accounts set open = false where id = $1").bind(id.0);
                close.execute(pool).await.unwrap();
            }
        }
    }
}

/// Tells a story on memory.
pub async fn on_memory(story: impl AsyncFnOnce(StoreUnderTest)) {
    let books = MemoryBooks::default();
    customers().into_iter().for_each(|account| books.open(account));
    let rows = Rows::Memory(books.clone());
    story(StoreUnderTest { keys: Arc::new(MemoryKeys(books.clone())), books: Arc::new(books), rows }).await;
}

/// Tells a story on PostgreSQL.
pub async fn on_postgres(story: impl AsyncFnOnce(StoreUnderTest)) {
    on_database(async |pool| {
        let (keys, books) = (PostgresKeys(pool.clone()), PostgresBooks::new(pool.clone()));
        story(StoreUnderTest { keys: Arc::new(keys), books: Arc::new(books), rows: Rows::Postgres(pool) })
            .await;
    })
    .await;
}

/// Tells a story on a fresh database.
pub async fn on_database(story: impl AsyncFnOnce(PgPool)) {
    testing::on_database(async |url: String| {
        let pool = outbox::postgres::pool(&url).unwrap();
        open_accounts(&pool).await;
        story(pool.clone()).await;
        pool.close().await;
    })
    .await;
}

async fn open_accounts(pool: &PgPool) {
    postgres::migrate(pool).await.unwrap();
    for customer in customers() {
        let id = customer.id.0;
        pool.execute(sqlx::AssertSqlSafe(format!("insert into accounts (id) values ({id})"))).await.unwrap();
        pool.execute(sqlx::AssertSqlSafe(format!(
            "insert into holders (account_id, name, tax_id, email, password_hash, pin_digest)
             values ({id}, '{}', '{}', '{id}@example.com', '-', decode(repeat('07', 32), 'hex'))",
            customer.holder, customer.tax_id,
        )))
        .await
        .unwrap();
    }
}
