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
use futures::FutureExt as _;
use sqlx::{Connection as _, Executor as _, PgConnection, PgPool};
use std::{panic::AssertUnwindSafe, path::Path, sync::Arc};

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

/// Tells a story on a fresh database, which is dropped afterwards, however the story ends.
pub async fn on_database(story: impl AsyncFnOnce(PgPool)) {
    let admin = admin_url();
    let name = format!("test_bank_{}", uuid::Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&admin).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    connection
        .execute(sqlx::AssertSqlSafe(format!("create database {name} template template0")))
        .await
        .unwrap();
    let url = format!("{}/{name}", admin.rsplit_once('/').unwrap().0);
    let pool = outbox::postgres::pool(&url).unwrap();
    let ended = AssertUnwindSafe(run(&pool, story)).catch_unwind().await;
    pool.close().await;
    connection.execute(sqlx::AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
    if let Err(panic) = ended {
        std::panic::resume_unwind(panic);
    }
}

async fn run(pool: &PgPool, story: impl AsyncFnOnce(PgPool)) {
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
    story(pool.clone()).await;
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
                crate::store_under_test::on_memory(super::$story).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() {
                crate::store_under_test::on_postgres(super::$story).await;
            })+
        }
    };
}
pub(crate) use on_both;
