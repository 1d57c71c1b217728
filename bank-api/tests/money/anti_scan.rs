//! Who guesses keys by paying them is slowed down as one is who looks them up.

use crate::{
    fixture::{Answer, Fixture, request, with_bank},
    samples::*,
};
use axum::body::Body;
use bank_api::application::{Command, HubMessage};
use serde_json::{Value, json};

async fn pay(fixture: &Fixture, request_id: &str, key: &str, entry_id: Option<&Value>) -> Answer {
    let order = json!({ "key": key, "amount_cents": 1, "pin": "1234", "entry_id": entry_id });
    let asked = request("POST", "/transfers").header("idempotency-key", request_id);
    fixture.answer(asked.body(Body::from(order.to_string())).unwrap()).await
}

#[tokio::test]
async fn five_payments_to_nobody_block_further_guesses_but_not_a_payee_that_was_looked_up() {
    with_bank(async |fixture: Fixture, pool| {
        let key = "insert into pix_keys (entry_id, account_id, kind, key, status)
             values (gen_random_uuid(), $1, 'email', 'bia@example.com', 'active')";
        sqlx::query(key).bind(BIA.0).execute(&pool).await.unwrap();
        let bia = fixture.ask("GET", "/pix-keys/bia%40example.com").await;
        assert_eq!(bia.status.as_u16(), 200, "{}", bia.body);

        for guess in 0..5 {
            let sent = pay(&fixture, &format!("guess-{guess}"), &format!("x{guess}@example.com"), None).await;
            assert_eq!(sent.status.as_u16(), 202, "{guess}: {}", sent.body);
            let id = sent.body["end_to_end_id"].as_str().unwrap().parse().unwrap();
            fixture.hear(vec![Command::Hub(HubMessage::Settlement(id, rejected()))]).await;
            fixture.hear(vec![Command::Hub(HubMessage::Settlement(id, rejected()))]).await;
        }
        for blocked in [
            pay(&fixture, "more", "y@example.com", None).await,
            fixture.ask("GET", "/pix-keys/y%40example.com").await,
        ] {
            assert_eq!(blocked.problem(), (429, "too_many_lookups"));
            assert!(blocked.header("retry-after").parse::<u64>().unwrap() <= 60);
        }
        assert_eq!(pay(&fixture, "guess-0", "x0@example.com", None).await.status.as_u16(), 202, "a retry");
        for request_id in ["bia", "bia-again"] {
            let paid = pay(&fixture, request_id, "bia@example.com", Some(&bia.body["entry_id"])).await;
            assert_eq!(paid.status.as_u16(), 202, "{}", paid.body);
        }
    })
    .await;
}
