//! `/metrics` tells what the bank does, also while its database is away. All tests of this process count into one
//! memory, so only what no other one asks for is compared exactly.

use crate::{
    fixture::{Fixture, request, with_bank},
    samples::PIN,
};
use axum::body::{Body, to_bytes};
use serde_json::json;
use sqlx::PgPool;
use std::sync::Arc;
use tower::ServiceExt as _;

async fn page(fixture: &Fixture) -> String {
    let answer =
        fixture.router.clone().oneshot(request("GET", "/metrics").body(Body::empty()).unwrap()).await;
    let answer = answer.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

/// The value of one line, labels included.
fn value(page: &str, name: &str) -> f64 {
    let found = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    found.unwrap_or_else(|| panic!("no {name} in:\n{page}"))
}

#[tokio::test]
async fn what_is_sent_is_counted_and_waits_until_its_verdict_is_here() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let body = json!({ "key": "caio@example.com", "amount_cents": 100, "pin": "1234" });
        let send = request("POST", "/transfers").header("idempotency-key", "once");
        let sent = fixture.answer(send.body(Body::from(body.to_string())).unwrap()).await;
        assert_eq!(sent.status.as_u16(), 202, "{}", sent.body);

        let shown = page(&fixture).await;
        assert_eq!(value(&shown, "open_questions"), 1.0);
        assert!((0.0..60.0).contains(&value(&shown, "open_questions_oldest_seconds")));
        assert!(value(&shown, "transfers_total{state=\"accepted\"}") >= 1.0);
        assert!(value(&shown, "writer_batch_commands_count{writer=\"money\"}") >= 1.0);
        assert!(value(&shown, "writer_commit_seconds_bucket{writer=\"money\",le=\"+Inf\"}") >= 1.0);
        assert!(value(&shown, "database_connections{pool=\"work\",state=\"idle\"}") >= 1.0);
        assert_eq!(value(&shown, "dead_letters_total"), 0.0, "told also while there are none");
        assert!(shown.contains("axum_http_requests_total"), "{shown}");

        pool.close().await;
        let without_database = Fixture::new(&pool, Arc::new(|_, _| PIN));
        assert!(value(&page(&without_database).await, "open_questions").is_nan(), "nobody knows");
    })
    .await;
}
