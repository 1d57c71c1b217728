//! Who only looks keeps nobody waiting, and leaves nothing running behind.

use outbox::postgres::Pools;
use std::time::{Duration, Instant};
use testing::on_database;

/// When a request is given up.
const REQUEST_MAX: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_look_that_takes_long_ends_before_whoever_asked_gives_up() {
    on_database(async |url| {
        let pools = Pools::new(&url).unwrap();
        let asked = Instant::now();
        let cut = sqlx::query("select pg_sleep(9)").execute(&pools.looks).await.unwrap_err();
        assert_eq!(cut.as_database_error().and_then(|error| error.code()).as_deref(), Some("57014"), "{cut}");
        assert!(asked.elapsed() < REQUEST_MAX, "it took {:?}", asked.elapsed());
        pools.looks.close().await;
    })
    .await;
}
