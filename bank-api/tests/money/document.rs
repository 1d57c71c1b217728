//! What the page of `/docs` says of the bank.

use crate::fixture::{Fixture, with_bank};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The operations of the page, each with its name.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let named = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation))
    });
    named.collect()
}

fn statuses(operation: &Value) -> BTreeSet<&str> {
    operation["responses"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn every_route_names_the_problems_of_its_kind_in_one_form() {
    with_bank(async |fixture: Fixture, _| {
        let document = fixture.document().await;
        let open = [
            "POST /accounts",
            "POST /sessions",
            "GET /c/{token}",
            "GET /receipts/{path}",
            "GET /livez",
            "GET /readyz",
            "GET /metrics",
        ];
        for (name, operation) in operations(&document) {
            let closed = operation["security"] == json!([{ "session": [] }]);
            assert_eq!(closed, !open.contains(&name.as_str()), "{name}");
            let mut wanted = BTreeSet::from(["400", "500", "503"]);
            if closed {
                wanted.insert("401");
            }
            if operation.get("requestBody").is_some() {
                wanted.extend(["413", "415", "422"]);
            }
            assert!(wanted.is_subset(&statuses(operation)), "{name}: {:?}", statuses(operation));
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let problem = answer["content"].get("application/problem+json").is_some();
                assert_eq!(problem, status.starts_with(['4', '5']), "{name} {status}: {answer}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_payment_names_all_that_can_become_of_it() {
    with_bank(async |fixture: Fixture, _| {
        let document = fixture.document().await;
        let send = &document["paths"]["/transfers"]["post"];
        let wanted = ["202", "400", "401", "403", "409", "413", "415", "422", "423", "429", "500", "503"];
        assert_eq!(statuses(send), BTreeSet::from(wanted));
        let key = &send["parameters"][0];
        assert_eq!((&key["name"], &key["required"]), (&json!("Idempotency-Key"), &json!(true)));
        assert!(key["description"].as_str().unwrap().contains("new one only for a new payment"));
        let body = &document["components"]["schemas"]["SendRequest"];
        assert_eq!(body["additionalProperties"], json!(false));
        let amount = &body["properties"]["amount_cents"];
        assert_eq!(
            (&amount["minimum"], &amount["maximum"]),
            (&json!(1), &json!(pix::Cents::TRANSFER_MAX.get()))
        );
        assert_eq!(body["properties"]["pin"]["pattern"], "^[0-9]{4}$");
        let events = &document["paths"]["/accounts/me/events"]["get"]["responses"]["200"]["content"];
        assert!(events.get("text/event-stream").is_some());
    })
    .await;
}
