//! Returns over HTTP: what is accepted, what is refused and in which words, and where they show.

use crate::{
    fixture::{Answer, Fixture, request, with_bank},
    samples::*,
};
use axum::body::Body;
use bank_api::application::{Command, HubMessage};
use serde_json::{Value, json};

async fn give_back(fixture: &Fixture, key: &str, (id, body): (&str, Value)) -> Answer {
    let request = request("POST", &format!("/transfers/{id}/returns")).header("idempotency-key", key);
    fixture.answer(request.body(Body::from(body.to_string())).unwrap()).await
}

fn order(cents: i64) -> Value {
    json!({ "amount_cents": cents, "reason": "customer", "description": "too much", "pin": "1234" })
}

/// Caio paid Ana ten reais.
async fn came(fixture: &Fixture) -> String {
    let money = forwarded(7, 1000, ANA);
    let id = money.id.to_string();
    fixture.hear(vec![brought(money)]).await;
    id
}

#[tokio::test]
async fn a_part_is_given_back_and_shows_with_what_came_and_in_the_statement() {
    with_bank(async |fixture: Fixture, _| {
        let id = came(&fixture).await;
        let first = give_back(&fixture, "once", (&id, order(400))).await;
        let expected = json!({ "return_id": first.body["return_id"], "status": "pending", "amount_cents": 400,
            "remaining_cents": 600 });
        assert_eq!((first.status.as_u16(), &first.body), (202, &expected));
        let again = give_back(&fixture, "once", (&id, order(400))).await;
        assert_eq!((again.status, again.body), (first.status, expected));
        let other = give_back(&fixture, "once", (&id, order(401))).await;
        assert_eq!(other.problem(), (422, "idempotency_key_reused"));

        let back = first.body["return_id"].as_str().unwrap();
        let shown = fixture.ask("GET", &format!("/transfers/{id}")).await.body;
        let returned = &shown["returns"][0];
        assert_eq!((&returned["return_id"], &returned["reason"]), (&json!(back), &json!("customer")));
        assert_eq!((&returned["status"], &returned["description"]), (&json!("pending"), &json!("too much")));
        let shown = fixture.ask("GET", &format!("/transfers/{back}")).await.body;
        assert_eq!((&shown["original_end_to_end_id"], &shown["key"]), (&json!(id), &json!("")));
        assert_eq!((&shown["direction"], &shown["payee"]["name"]), (&json!("out"), &json!("Caio Melo")));

        let entry = &fixture.ask("GET", "/accounts/me/statement").await.body["entries"][0];
        assert_eq!((&entry["kind"], &entry["amount_cents"]), (&json!("return_sent"), &json!(-400)));
        assert_eq!((&entry["end_to_end_id"], &entry["original_end_to_end_id"]), (&json!(back), &json!(id)));

        let rejected = HubMessage::Settlement(back.parse().unwrap(), rejected());
        fixture.hear(vec![Command::Hub(rejected)]).await;
        let entry = &fixture.ask("GET", "/accounts/me/statement").await.body["entries"][0];
        assert_eq!((&entry["kind"], &entry["amount_cents"]), (&json!("return_refund"), &json!(400)));
        let again = give_back(&fixture, "twice", (&id, order(1000))).await;
        assert_eq!((again.status.as_u16(), &again.body["remaining_cents"]), (202, &json!(0)));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_given_back_is_said_in_words_that_help() {
    with_bank(async |fixture: Fixture, _| {
        let id = came(&fixture).await;
        let too_much = give_back(&fixture, "a", (&id, order(1001))).await;
        assert_eq!(too_much.problem(), (422, "return_too_large"));
        assert_eq!(too_much.body["remaining_cents"], 1000);
        assert_eq!(give_back(&fixture, "b", (&id, order(0))).await.problem(), (422, "invalid_field"));
        for unknown in ["E20000002202611240030abcdefghijk", "nonsense"] {
            assert_eq!(give_back(&fixture, "c", (unknown, order(1))).await.problem(), (404, "not_found"));
        }
        let wrong = json!({ "amount_cents": 1, "reason": "customer", "pin": "9999" });
        let wrong = give_back(&fixture, "d", (&id, wrong)).await;
        assert_eq!((wrong.problem(), &wrong.body["attempts_left"]), ((403, "wrong_pin"), &json!(4)));
        let odd = json!({ "amount_cents": 1, "reason": "mood", "pin": "1234" });
        assert_eq!(give_back(&fixture, "e", (&id, odd)).await.problem(), (400, "malformed"));
        let nameless = request("POST", &format!("/transfers/{id}/returns"));
        let nameless = nameless.body(Body::from(order(1).to_string())).unwrap();
        assert_eq!(fixture.answer(nameless).await.problem(), (400, "no_idempotency_key"));
    })
    .await;
}

#[tokio::test]
async fn what_came_from_a_customer_of_the_same_bank_is_back_at_once() {
    with_bank(async |fixture: Fixture, pool: sqlx::PgPool| {
        // Bia's Pix to Ana, as it stands in the books of one bank.
        let inside =
            "insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description,
                inside, pending_at, confirmed_at, completed_at, version)
             select $1, side, account, 'completed', 1000, 'ana@example.com', '', true, now(), now(), now(), 1
             from (values ('out', $2::bigint), ('in', $3)) as sides (side, account)";
        let id = pix::EndToEndId::mint(us(), now(), 5).to_string();
        sqlx::query(inside).bind(&id).bind(BIA.0).bind(ANA.0).execute(&pool).await.unwrap();
        let back = give_back(&fixture, "once", (&id, order(300))).await;
        assert_eq!((back.status.as_u16(), &back.body["status"]), (202, &json!("completed")), "{}", back.body);
        assert_eq!(back.body["remaining_cents"], 700);
        let balance = "select balance_cents from accounts where id = $1";
        let bias: i64 = sqlx::query_scalar(balance).bind(BIA.0).fetch_one(&pool).await.unwrap();
        assert_eq!(bias, OPENING + 300);
        let asked: i64 =
            sqlx::query_scalar("select count(*) from open_questions").fetch_one(&pool).await.unwrap();
        assert_eq!(asked, 0, "the hub never hears of it");
    })
    .await;
}
