//! What a program does that cannot migrate: it waits for a database that is away, and ends where waiting does not help.

use crate::NO_TABLES;
use outbox::postgres::{migrate, migrate_when_there, pool};
use sqlx::{
    SqlSafeStr as _,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use std::{borrow::Cow, time::Duration};
use testing::on_database;
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

fn migrator(statements: &[&'static str]) -> Migrator {
    let migration = |(place, sql): (usize, &&'static str)| {
        let (version, name) = (place as i64 + 1, Cow::Borrowed("a step"));
        Migration::new(version, name, MigrationType::Simple, sqlx::AssertSqlSafe(*sql).into_sql_str(), false)
    };
    let migrations = statements.iter().enumerate().map(migration).collect();
    Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }
}

#[tokio::test]
async fn a_migration_may_take_longer_than_any_request() {
    on_database(async |url| {
        let pool = pool(&url).unwrap();
        let deadlines = "create table seen as select current_setting('statement_timeout') as statement,
             current_setting('lock_timeout') as lock";
        migrate(&pool, &migrator(&[deadlines])).await.unwrap();
        let seen: (String, String) = sqlx::query_as("select * from seen").fetch_one(&pool).await.unwrap();
        assert_eq!(seen, ("0".into(), "0".into()));
        let (usual,): (String,) = sqlx::query_as("show statement_timeout").fetch_one(&pool).await.unwrap();
        assert_eq!(usual, "10s", "the migrations had a connection of their own");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_statement_ends_the_program_and_leaves_no_lock() {
    on_database(async |url| {
        let pool = pool(&url).unwrap();
        let wrong = migrator(&["create table half_done ()", "select * from nowhere"]);
        for _ in 0..2 {
            let ended = timeout(SOON, migrate_when_there(&pool, &wrong)).await.expect("it does not wait");
            assert!(matches!(ended, Err(MigrateError::ExecuteMigration(_, 2))), "{ended:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_old_program_starts_again_where_a_newer_one_has_migrated() {
    on_database(async |url| {
        let pool = pool(&url).unwrap();
        let old = ["create table things ()"];
        let new = ["create table things ()", "create table more_things ()"];
        migrate(&pool, &migrator(&new)).await.unwrap();
        migrate(&pool, &migrator(&old)).await.unwrap();
        let rewritten = migrate(&pool, &migrator(&["create table other_things ()"])).await;
        assert!(matches!(rewritten, Err(MigrateError::VersionMismatch(1))), "{rewritten:?}");
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_away_is_waited_for() {
    let nobody = pool("postgres://nobody@127.0.0.1:1/nowhere").unwrap();
    assert!(timeout(Duration::from_secs(1), migrate_when_there(&nobody, &NO_TABLES)).await.is_err());
}
