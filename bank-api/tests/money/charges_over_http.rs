//! Charges over HTTP: asked for, paid inside the bank, taken back; and orders by code.

use crate::{
    fixture::{Answer, Fixture, request, with_bank},
    samples::*,
};
use axum::body::Body;
use bank_api::{
    adapters::postgres::PostgresKeys,
    application::KeyStore as _,
    domain::{AccountId, HeldKey, KeyStatus},
};
use pix::{BrCode, KeyKind, PixKey};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

async fn post(fixture: &Fixture, path: &str, key: &str, body: Value) -> Answer {
    let request = request("POST", path).header("idempotency-key", key);
    fixture.answer(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn has_key(pool: &PgPool, account: AccountId, key: &str) {
    let held = HeldKey {
        entry_id: Uuid::from_u128(account.0 as u128),
        account,
        kind: KeyKind::Email,
        key: PixKey::detect(key).ok(),
        status: KeyStatus::Active,
        created_at: now(),
    };
    assert!(PostgresKeys(pool.clone()).adopt(&held).await.unwrap());
}

#[tokio::test]
async fn a_charge_is_asked_for_once_and_taken_back() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        has_key(&pool, ANA, "ana@example.com").await;
        let wish = json!({ "key": "ana@example.com", "amount_cents": 6490, "description": "Café", "single_use": true,
            "label": "mesa 4" });
        let made = post(&fixture, "/charges", "once", wish.clone()).await;
        assert_eq!(made.status.as_u16(), 201, "{}", made.body);
        assert_eq!((&made.body["status"], &made.body["payments"]), (&json!("open"), &json!([])));
        let again = post(&fixture, "/charges", "once", wish.clone()).await;
        assert_eq!(again.body["txid"], made.body["txid"]);
        let code = BrCode::decode(made.body["br_code"].as_str().unwrap()).unwrap();
        let BrCode::Dynamic(code) = code else { panic!("what is paid once has a dynamic code") };
        let page = made.body["page"].as_str().unwrap();
        assert_eq!(code.location.path(), page);

        let public = fixture.ask("GET", page).await.body;
        assert_eq!((&public["amount_cents"], &public["description"]), (&json!(6490), &json!("Café")));
        assert_eq!((&public["payee"], &public["txid"]), (&json!("Ana Lima"), &made.body["txid"]));

        let address = format!("/charges/{}", made.body["txid"].as_str().unwrap());
        assert_eq!(fixture.ask("GET", &address).await.body["label"], "mesa 4");
        assert_eq!(fixture.ask("DELETE", &address).await.status.as_u16(), 204);
        assert_eq!(fixture.ask("GET", &address).await.body["status"], "removed");
        let listed = fixture.ask("GET", "/charges?status=removed").await.body;
        assert_eq!(listed["charges"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_a_charge() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        has_key(&pool, ANA, "ana@example.com").await;
        for (wish, field) in [
            (json!({ "key": "ana@example.com", "amount_cents": 0 }), "amount_cents"),
            (json!({ "key": "ana@example.com", "expires_in_seconds": 59 }), "expires_in_seconds"),
            (json!({ "key": "ana@example.com", "label": "x".repeat(61) }), "label"),
            (json!({ "key": "ana@example.com", "description": "x".repeat(141) }), "description"),
        ] {
            let refused = post(&fixture, "/charges", field, wish).await;
            assert_eq!((refused.problem(), &refused.body["field"]), ((422, "invalid_field"), &json!(field)));
        }
        let anothers = post(&fixture, "/charges", "key", json!({ "key": "caio@example.com" })).await;
        assert_eq!(anothers.problem(), (422, "key_rule"));
        assert_eq!(fixture.ask("GET", "/charges?cursor=0.5").await.problem(), (400, "malformed"));
        assert_eq!(fixture.ask("GET", "/charges/nothing").await.problem(), (404, "not_found"));
        assert_eq!(fixture.ask("GET", "/c/nothing").await.problem(), (404, "not_found"));
        assert_eq!(fixture.ask("GET", "/charges?status=late").await.problem(), (400, "malformed"));
    })
    .await;
}

#[tokio::test]
async fn an_order_by_code_pays_what_the_code_says() {
    with_bank(async |fixture: Fixture, pool: PgPool| {
        has_key(&pool, BIA, "bia@example.com").await;
        let code = "00020126370014br.gov.bcb.pix0115bia@example.com52040000530398654045.005802BR5909BIA \
                    SOUZA6009SAO PAULO62080504PED76304";
        let code = format!("{code}{:04X}", crc(code));
        let order = json!({ "code": code, "pin": "1234" });
        let paid = post(&fixture, "/transfers", "once", order.clone()).await;
        assert_eq!((paid.status.as_u16(), &paid.body["amount_cents"]), (202, &json!(500)), "{}", paid.body);
        assert_eq!(
            (&paid.body["key"], &paid.body["status"]),
            (&json!("bia@example.com"), &json!("completed"))
        );
        let row: (String, String) =
            sqlx::query_as("select txid, instrument from transfers where side = 'in'")
                .fetch_one(&pool)
                .await
                .unwrap();
        assert_eq!(row, ("PED7".into(), "static_code".into()));

        let other = json!({ "code": code, "amount_cents": 400, "pin": "1234" });
        let refused = post(&fixture, "/transfers", "other", other).await;
        assert_eq!(
            (refused.problem(), &refused.body["field"]),
            ((422, "invalid_field"), &json!("amount_cents"))
        );
        let both = json!({ "code": code, "key": "bia@example.com", "pin": "1234" });
        assert_eq!(post(&fixture, "/transfers", "both", both).await.problem(), (422, "incomplete_order"));
        let neither = json!({ "amount_cents": 1, "pin": "1234" });
        assert_eq!(
            post(&fixture, "/transfers", "neither", neither).await.problem(),
            (422, "incomplete_order")
        );
        let altered = json!({ "code": code.replace("5.00", "6.00"), "pin": "1234" });
        assert_eq!(post(&fixture, "/transfers", "altered", altered).await.problem(), (422, "code_altered"));
    })
    .await;
}

/// CRC-16/CCITT-FALSE.
fn crc(text: &str) -> u16 {
    text.bytes().fold(0xffff, |crc, byte| {
        (0..8).fold(
            crc ^ u16::from(byte) << 8,
            |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 },
        )
    })
}
