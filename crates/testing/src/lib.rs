//! What the tests of several crates need: a fresh PostgreSQL database for each story, and stories told on two stores.
//!
//! PostgreSQL is the demo's own (`scripts/up postgres`), or the one whose superuser's URL stands in `TEST_POSTGRES_URL`.

#![allow(
    clippy::disallowed_methods,
    reason = "tests are told where the server is, and need names of their own"
)]

pub mod plans;

use futures::FutureExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::{panic::AssertUnwindSafe, path::Path};

/// The superuser's URL of the server that tests use, with the database `postgres`.
///
/// # Panics
/// Where neither `TEST_POSTGRES_URL` nor the demo's settings say it.
pub fn admin_url() -> String {
    std::env::var("TEST_POSTGRES_URL").unwrap_or_else(|_| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../banks.env");
        let banks = banks::Banks::load(&file).expect("banks.env can be read");
        banks.postgres_url("127.0.0.1:54320", "postgres")
    })
}

/// Tells a story of an empty database, by its URL; drops it afterwards, however the story ends.
///
/// # Panics
/// When there is no PostgreSQL, and when the story does.
pub async fn on_database(story: impl AsyncFnOnce(String)) {
    let admin = admin_url();
    let server = admin.rsplit_once('/').expect("the URL names a database").0;
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&admin).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    let create = AssertSqlSafe(format!("create database {name} template template0"));
    connection.execute(create).await.expect("the database is made");
    let told = AssertUnwindSafe(story(format!("{server}/{name}"))).catch_unwind().await;
    let drop = AssertSqlSafe(format!("drop database {name} with (force)"));
    connection.execute(drop).await.expect("the database is dropped");
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}

/// Makes a test on memory and a test on PostgreSQL of each story: a story that is told on both holds for both, so that what
/// is simulated on the one is true of the other. The module named has `on_memory` and `on_postgres`, which tell it.
#[macro_export]
macro_rules! on_both {
    ($($with:ident)::+; $($story:ident),+ $(,)?) => {
        mod on_memory {
            use $($with)::+ as with;
            $(#[tokio::test]
            async fn $story() {
                with::on_memory(super::$story).await;
            })+
        }
        mod on_postgres {
            use $($with)::+ as with;
            $(#[tokio::test]
            async fn $story() {
                with::on_postgres(super::$story).await;
            })+
        }
    };
}
