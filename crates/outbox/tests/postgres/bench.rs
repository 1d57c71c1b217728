//! A fresh database for each story, dropped afterwards, however the story ends.

use futures::FutureExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, migrate::Migrator};
use std::panic::AssertUnwindSafe;

/// A service without tables of its own.
pub static NO_TABLES: Migrator = Migrator::DEFAULT;

/// The superuser's URL, without a database's name.
fn server() -> String {
    let url = std::env::var("TEST_POSTGRES_URL")
        .unwrap_or_else(|_| "postgres://postgres:demo-postgres@127.0.0.1:54320/postgres".into());
    url.rsplit_once('/').unwrap().0.to_owned()
}

/// Tells a story of an empty database, by its URL.
pub async fn on_database(story: impl AsyncFnOnce(String)) {
    let name = format!("test_messaging_{}", uuid::Uuid::new_v4().simple());
    let mut admin = PgConnection::connect(&format!("{}/postgres", server())).await.unwrap();
    admin.execute(AssertSqlSafe(format!("create database {name} template template0"))).await.unwrap();
    let told = AssertUnwindSafe(story(format!("{}/{name}", server()))).catch_unwind().await;
    admin.execute(AssertSqlSafe(format!("drop database {name} with (force)"))).await.unwrap();
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}
