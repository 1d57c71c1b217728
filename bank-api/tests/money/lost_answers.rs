//! An order whose answer was lost is found by its idempotency key, without ordering again.

use crate::{
    fixture::{Fixture, request, with_bank},
    samples::*,
    store_under_test::StoreUnderTest,
};
use axum::body::Body;
use bank_api::application::token_hash;
use serde_json::json;
use sqlx::PgPool;

#[tokio::test]
async fn what_an_order_became_is_found_by_its_key_alone_and_by_nobody_else() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        assert_eq!(fixture.ask("GET", "/idempotency-keys/lost").await.problem(), (404, "not_found"));
        let order = json!({ "key": "caio@example.com", "amount_cents": 100, "pin": "1234" });
        let sent = request("POST", "/transfers").header("idempotency-key", "lost");
        let sent = fixture.answer(sent.body(Body::from(order.to_string())).unwrap()).await;

        let found = fixture.ask("GET", "/idempotency-keys/lost").await;
        assert_eq!(found.body["end_to_end_id"], sent.body["end_to_end_id"]);
        assert_eq!(found.body["amount_cents"], 100);
        for other in ["other", "lost%00", "%20"] {
            let path = format!("/idempotency-keys/{other}");
            assert_eq!(fixture.ask("GET", &path).await.problem(), (404, "not_found"), "{other}");
        }

        fixture.sessions.start(&token_hash("bias"), BIA, 1).await.unwrap();
        let bias = request("GET", "/idempotency-keys/lost");
        let mut bias = bias.body(Body::empty()).unwrap();
        bias.headers_mut().insert("authorization", "Bearer bias".parse().unwrap());
        assert_eq!(fixture.answer(bias).await.problem(), (404, "not_found"));
        assert_eq!(StoreUnderTest::postgres(&pool).balance(ANA).await, OPENING - 100);
    })
    .await;
}
