//! Receipts that anybody may read: what they tell, to whom, and what they never tell.

use crate::{
    fixture::{Answer, Fixture, request, with_bank},
    samples::*,
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use bank_api::application::{Command, HubMessage};
use serde_json::json;
use std::net::SocketAddr;

/// Sends R$ 1 of Ana's; its id and the path of its receipt.
async fn sent(fixture: &Fixture, idempotency_key: &str) -> (String, String) {
    let order =
        json!({ "key": "caio@example.com", "amount_cents": 100, "description": "para a Bia", "pin": "1234" });
    let request = request("POST", "/transfers").header("idempotency-key", idempotency_key);
    let accepted = fixture.answer(request.body(Body::from(order.to_string())).unwrap()).await;
    let id = accepted.body["end_to_end_id"].as_str().unwrap().to_owned();
    let shown = fixture.ask("GET", &format!("/transfers/{id}")).await.body;
    let path = shown["receipt_url"].as_str().unwrap().strip_prefix("http://pages/r/").unwrap().to_owned();
    (id, path)
}

/// Asks as nobody, from somewhere.
async fn read(fixture: &Fixture, path: &str, from: [u8; 4]) -> Answer {
    let request =
        Request::get(format!("/receipts/{path}")).extension(ConnectInfo(SocketAddr::from((from, 1))));
    fixture.answer(request.body(Body::empty()).unwrap()).await
}

const SHOP: [u8; 4] = [203, 0, 113, 7];

#[tokio::test]
async fn whoever_holds_it_sees_how_the_payment_stands_now_and_no_more_of_anybody_than_a_payer_may() {
    with_bank(async |fixture: Fixture, _| {
        let (id, path) = sent(&fixture, "once").await;
        let travelling = read(&fixture, &path, SHOP).await;
        assert_eq!(travelling.status, StatusCode::OK, "{}", travelling.body);
        assert_eq!(
            (&travelling.body["status"], &travelling.body["payee"]),
            (&json!("travelling"), &json!(null))
        );
        assert_eq!(
            (travelling.header("x-robots-tag"), travelling.header("cache-control")),
            ("noindex, nofollow", "no-store")
        );

        fixture.hear(vec![Command::Hub(HubMessage::Settlement(id.parse().unwrap(), confirmed()))]).await;
        let completed = read(&fixture, &path, SHOP).await.body;
        assert_eq!(
            (&completed["status"], &completed["amount_cents"], &completed["end_to_end_id"]),
            (&json!("completed"), &json!(100), &json!(id))
        );
        assert_eq!(
            (&completed["payer"]["name"], &completed["answered_by"]),
            (&json!("Ana L."), &json!("Banco Ipê"))
        );
        assert!(!completed["payee"]["name"].as_str().unwrap().is_empty(), "{completed}");
        let told = completed.to_string();
        for secret in ["caio@example.com", "para a Bia", "Ana Lima", &ANA.to_string()] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_given_back_says_so() {
    with_bank(async |fixture: Fixture, _| {
        let (id, path) = sent(&fixture, "once").await;
        fixture.hear(vec![Command::Hub(HubMessage::Settlement(id.parse().unwrap(), rejected()))]).await;
        assert_eq!(read(&fixture, &path, SHOP).await.body["status"], "rejected");
    })
    .await;
}

#[tokio::test]
async fn a_path_that_this_bank_did_not_make_is_none() {
    with_bank(async |fixture: Fixture, _| {
        let (id, path) = sent(&fixture, "once").await;
        let (other, others_path) = sent(&fixture, "twice").await;
        let (proof, others_proof) = (&path[32..], &others_path[32..]);
        let never_sent = "E1000000120261128143200abcDEF123";
        for forged in [
            format!("{id}{others_proof}"),
            format!("{other}{proof}"),
            format!("{id}{}", "A".repeat(16)),
            format!("{never_sent}{proof}"),
            path[..47].to_owned(),
            format!("{path}0"),
            "x".to_owned(),
        ] {
            assert_eq!(read(&fixture, &forged, SHOP).await.problem(), (404, "not_found"), "{forged}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_network_that_asks_all_the_time_is_told_to_wait_and_no_other() {
    with_bank(async |fixture: Fixture, _| {
        let (_, path) = sent(&fixture, "once").await;
        let mut asked = 0;
        while read(&fixture, &path, SHOP).await.status == StatusCode::OK {
            asked += 1;
            assert!(asked <= 120, "never told to wait");
        }
        assert_eq!(read(&fixture, &path, SHOP).await.problem(), (429, "too_many_receipts"));
        assert_eq!(read(&fixture, &path, [198, 51, 100, 9]).await.status, StatusCode::OK);
    })
    .await;
}
