//! Sending a Pix over HTTP: what is accepted, what is refused and in which words.

use crate::{
    fixture::{Answer, Fixture, request, with_bank},
    samples::*,
};
use axum::body::Body;
use serde_json::{Value, json};
use sqlx::PgPool;

async fn post(fixture: &Fixture, idempotency_key: &str, body: Value) -> Answer {
    let request = request("POST", "/transfers").header("idempotency-key", idempotency_key);
    fixture.answer(request.body(Body::from(body.to_string())).unwrap()).await
}

fn order(cents: impl Into<Value>) -> Value {
    json!({ "key": "caio@example.com", "amount_cents": cents.into(), "pin": "1234" })
}

fn with(mut order: Value, field: &str, value: impl Into<Value>) -> Value {
    order[field] = value.into();
    order
}

async fn balance(fixture: &Fixture) -> i64 {
    fixture.ask("GET", "/accounts/me").await.body["balance_cents"].as_i64().unwrap()
}

#[tokio::test]
async fn the_same_request_has_the_same_answer_and_another_body_has_none() {
    with_bank(async |fixture: Fixture, _| {
        let first = post(&fixture, "once", order(100)).await;
        assert_eq!(
            (first.status.as_u16(), &first.body["status"]),
            (202, &json!("pending")),
            "{}",
            first.body
        );
        let again = post(&fixture, "once", order(100)).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        // The PIN is no part of what is asked; but a retry is not a way to try PINs either.
        let mistyped = post(&fixture, "once", with(order(100), "pin", "9999")).await;
        assert_eq!((mistyped.status, &mistyped.body), (first.status, &first.body));
        for other in
            [order(101), with(order(100), "description", "x"), with(order(100), "key", "d@example.com")]
        {
            assert_eq!(post(&fixture, "once", other).await.problem(), (422, "idempotency_key_reused"));
        }
        assert_eq!(balance(&fixture).await, OPENING - 100);

        let id = first.body["end_to_end_id"].as_str().unwrap();
        let shown = fixture.ask("GET", &format!("/transfers/{id}")).await.body;
        assert_eq!((&shown["direction"], &shown["payee"]), (&json!("out"), &Value::Null));
        assert_eq!(shown["payer"]["name"], "Ana Lima");
    })
    .await;
}

#[tokio::test]
async fn who_does_not_say_who_or_which_request_it_is_is_sent_back() {
    with_bank(async |fixture: Fixture, _| {
        let request_without = |header: &str| {
            let mut request = request("POST", "/transfers").header("idempotency-key", "a");
            request.headers_mut().unwrap().remove(header);
            request.body(Body::from(order(1).to_string())).unwrap()
        };
        let no_key = fixture.answer(request_without("idempotency-key")).await;
        assert_eq!(no_key.problem(), (400, "no_idempotency_key"));
        for bad in ["", "  ", "with space", &"k".repeat(201)] {
            assert_eq!(post(&fixture, bad, order(1)).await.problem(), (400, "no_idempotency_key"), "{bad:?}");
        }
        assert_eq!(post(&fixture, &"k".repeat(200), order(1)).await.status.as_u16(), 202);

        let nobody = fixture.answer(request_without("authorization")).await;
        assert_eq!((nobody.problem(), nobody.header("www-authenticate")), ((401, "no_session"), "Bearer"));
        let mut stranger = request_without("x");
        stranger.headers_mut().insert("authorization", "Bearer nonsense".parse().unwrap());
        assert_eq!(fixture.answer(stranger).await.problem(), (401, "no_session"));
    })
    .await;
}

#[tokio::test]
async fn wrong_pins_are_counted_down_and_then_the_pin_is_locked_even_for_the_right_one() {
    with_bank(async |fixture: Fixture, _| {
        for left in [4, 3, 2, 1] {
            let wrong = post(&fixture, &format!("wrong-{left}"), with(order(1), "pin", "0000")).await;
            assert_eq!((wrong.problem(), &wrong.body["attempts_left"]), ((403, "wrong_pin"), &json!(left)));
        }
        for pin in ["0000", "1234"] {
            let locked = post(&fixture, &format!("locked-{pin}"), with(order(1), "pin", pin)).await;
            assert_eq!(locked.problem(), (423, "pin_locked"));
            let wait: u64 = locked.header("retry-after").parse().unwrap();
            assert!((1..=900).contains(&wait), "{wait}");
        }
        assert!(fixture.accounts.unlock(ANA).await.unwrap());
        assert_eq!(post(&fixture, "unlocked", order(1)).await.status.as_u16(), 202);
        assert_eq!(balance(&fixture).await, OPENING - 1);
    })
    .await;
}

#[tokio::test]
async fn the_rules_of_money_and_of_ones_own_key() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        let poor = post(&fixture, "poor", order(OPENING + 1)).await;
        assert_eq!(poor.problem(), (422, "insufficient_funds"));
        assert_eq!((&poor.body["balance_cents"], &poor.body["missing_cents"]), (&json!(OPENING), &json!(1)));

        let own = "insert into pix_keys (entry_id, account_id, kind, key, status)
             values (gen_random_uuid(), $1, 'email', 'ana@example.com', 'active')";
        sqlx::query(own).bind(ANA.0).execute(&pool).await.unwrap();
        let to_herself = post(&fixture, "own", with(order(1), "key", "Ana@Example.com")).await;
        assert_eq!(to_herself.problem(), (422, "own_key"));
        assert_eq!(post(&fixture, "all", order(OPENING)).await.status.as_u16(), 202);
        assert_eq!(balance(&fixture).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_amount_is_a_whole_number_of_cents_above_zero() {
    with_bank(async |fixture: Fixture, _| {
        for (amount, status) in [
            (json!(0), 422),
            (json!(-1), 422),
            (json!(i64::MIN), 422),
            (json!(i64::MAX), 422),
            (json!(1_000_000_000_000_001_i64), 422),
            (json!(u64::MAX), 400),
            (json!(1e30), 400),
            (json!(10.5), 400),
            (json!(10.0), 400),
            (json!("10"), 400),
            (Value::Null, 422),
        ] {
            let refused = post(&fixture, "amount", order(amount.clone())).await;
            assert_eq!(refused.problem().0, status, "{amount}: {}", refused.body);
        }
        assert_eq!(balance(&fixture).await, OPENING);
    })
    .await;
}

#[tokio::test]
async fn a_description_has_at_most_140_characters_of_any_script_that_people_see() {
    with_bank(async |fixture: Fixture, _| {
        let missing = post(&fixture, "missing", order(1)).await;
        assert_eq!((missing.status.as_u16(), &missing.body["description"]), (202, &json!("")));
        let null = post(&fixture, "null", with(order(1), "description", Value::Null)).await;
        assert_eq!(null.status.as_u16(), 202);
        let fitting = [
            (" \t ", ""),
            ("\u{a0}\u{a0}", ""),
            (" almoc\u{327}o  e\u{a0}\u{a0}janta ", "almoço e janta"),
            (&"a".repeat(140), &"a".repeat(140)),
            (&"🍲".repeat(140), &"🍲".repeat(140)),
        ];
        for (place, (text, kept)) in fitting.into_iter().enumerate() {
            let sent = post(&fixture, &format!("fits-{place}"), with(order(1), "description", text)).await;
            assert_eq!((sent.status.as_u16(), &sent.body["description"]), (202, &json!(kept)));
            let id = sent.body["end_to_end_id"].as_str().unwrap();
            assert_eq!(fixture.ask("GET", &format!("/transfers/{id}")).await.body["description"], kept);
        }
        for text in [
            "a".repeat(141),
            "🍲".repeat(141),
            "a".repeat(10_000),
            "a\u{0}b".into(),
            "pi\u{200b}zza".into(),
            format!("a{}", "\u{301}".repeat(139)),
        ] {
            let refused = post(&fixture, "refused", with(order(1), "description", text)).await;
            assert_eq!(
                (refused.problem(), &refused.body["field"]),
                ((422, "invalid_field"), &json!("description"))
            );
        }
    })
    .await;
}
