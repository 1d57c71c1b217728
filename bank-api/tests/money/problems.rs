//! Whatever is refused, and by whomever, is a problem in one form.

use crate::{
    fixture::{Fixture, request, with_bank},
    samples::*,
    store_under_test::on_database,
};
use axum::body::Body;
use engine::Progress;
use serde_json::{Value, json};
use service::Readiness;
use std::{sync::Arc, time::Duration};

#[tokio::test]
async fn addresses_methods_and_bodies_that_make_no_sense() {
    with_bank(async |fixture: Fixture, _| {
        for (method, path, problem) in [
            ("GET", "/nope", (404, "no_route")),
            ("GET", "/docs/nope", (404, "no_route")),
            ("GET", "/docs/%FF", (400, "malformed")),
            ("GET", "/transfers/%FF", (400, "malformed")),
            ("GET", "/transfers/%00", (404, "not_found")),
            ("GET", "/transfers/a%2Fb", (404, "not_found")),
            ("GET", "/pix-keys/%F0%9F", (400, "malformed")),
            ("DELETE", "/accounts/me/pix-keys/%C3%28", (400, "malformed")),
            ("GET", "/accounts/me/statement?limit=0", (400, "malformed")),
            ("GET", "/accounts/me/statement?limit=x", (400, "malformed")),
            ("GET", "/accounts/me/statement?cursor=99999999999999999999", (400, "malformed")),
            ("GET", "/accounts/me/statement?direction=%FF", (400, "malformed")),
            ("GET", "/accounts/me/statement?other=1", (400, "malformed")),
            ("DELETE", "/transfers", (405, "no_method")),
            ("BREW", "/accounts/me", (405, "no_method")),
            ("POST", "/docs/", (405, "no_method")),
            ("POST", "/livez", (405, "no_method")),
        ] {
            let refused = fixture.ask(method, path).await;
            assert_eq!(refused.problem(), problem, "{method} {path}: {}", refused.body);
            assert_eq!(refused.body["status"], problem.0);
            assert_eq!(refused.headers.contains_key("allow"), problem.0 == 405, "{method} {path}");
        }
        for path in ["/docs/", "/openapi.json", "/livez"] {
            assert_eq!(fixture.ask("GET", path).await.status.as_u16(), 200, "{path}");
        }
        for (kind, body, problem) in [
            ("text/plain", "{}".to_owned(), (415, "not_json")),
            ("", "{}".to_owned(), (415, "not_json")),
            ("application/json", "{".to_owned(), (400, "malformed")),
            ("application/json", "[]".to_owned(), (400, "malformed")),
            ("application/json", "\u{feff}{}".to_owned(), (400, "malformed")),
            ("application/json", json!({ "login": 1, "password": "x" }).to_string(), (400, "malformed")),
            (
                "application/json",
                json!({ "login": "x".repeat(20_000), "password": "x" }).to_string(),
                (413, "too_large"),
            ),
        ] {
            let mut request = request("POST", "/sessions").body(Body::from(body)).unwrap();
            request.headers_mut().insert("content-type", kind.parse().unwrap());
            assert_eq!(fixture.answer(request).await.problem(), problem, "{kind}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_said_for_people_and_of_which_field() {
    with_bank(async |fixture: Fixture, _| {
        let (transfers, keys) = ("/transfers", "/accounts/me/pix-keys");
        let send = |field: &str, value: Value| {
            let mut order = json!({ "key": "caio@example.com", "amount_cents": 1, "pin": "1234" });
            order[field] = value;
            order.to_string()
        };
        for (path, body, field, words) in [
            (transfers, send("amount_cents", json!("100")), json!("amount_cents"), "write a whole number"),
            (transfers, send("amount_cents", json!(1.5)), json!("amount_cents"), "write a whole number"),
            (transfers, send("amount_cents", json!(u64::MAX)), json!("amount_cents"), "write a whole number"),
            (transfers, send("pin", json!(1234)), json!("pin"), "write a text, in quotes"),
            (transfers, send("description", json!([])), json!("description"), "write a text, in quotes"),
            (transfers, send("entry_id", json!("x")), json!("entry_id"), "take it from the lookup"),
            (transfers, send("amount", json!(1)), json!("amount"), "it has key, code"),
            (transfers, "{\"pin\":\"1\",\"pin\":\"1\"}".to_owned(), json!("pin"), "send it once"),
            (transfers, "[1]".to_owned(), Value::Null, "a JSON object"),
            (transfers, "{\"key\": ".to_owned(), Value::Null, "look at line 1"),
            (transfers, "{} {}".to_owned(), json!("pin"), "is missing"),
            (keys, json!({ "kind": 1 }).to_string(), json!("kind"), "write a text, in quotes"),
            ("/sessions", json!({ "login": null, "password": "x" }).to_string(), json!("login"), "a text"),
            ("/accounts", json!({ "name": ["Ana"] }).to_string(), json!("name"), "write a text"),
        ] {
            let asked = request("POST", path).header("idempotency-key", "once");
            let refused = fixture.answer(asked.body(Body::from(body.clone())).unwrap()).await;
            assert_eq!((refused.problem(), &refused.body["field"]), ((400, "malformed"), &field), "{body}");
            let detail = refused.body["detail"].as_str().unwrap();
            assert!(detail.contains(words) && !detail.contains("expected"), "{body}: {detail}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_order_says_once_whom_and_how_much_it_pays() {
    with_bank(async |fixture: Fixture, _| {
        let id = "00000000-0000-4000-8000-000000000007";
        for (order, field) in [
            (json!({ "amount_cents": 1, "pin": "1234" }), "key"),
            (json!({ "key": "caio@example.com", "pin": "1234" }), "amount_cents"),
            (json!({ "key": "caio@example.com", "code": "x", "amount_cents": 1, "pin": "1234" }), "code"),
            (
                json!({ "key": "caio@example.com", "code_id": id, "amount_cents": 1, "pin": "1234" }),
                "code_id",
            ),
            (json!({ "code_id": id, "pin": "1234" }), "code_id"),
        ] {
            let asked = request("POST", "/transfers").header("idempotency-key", "once");
            let refused = fixture.answer(asked.body(Body::from(order.to_string())).unwrap()).await;
            assert_eq!(refused.problem(), (422, "incomplete_order"), "{order}");
            assert_eq!(refused.body["field"], field, "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_header_that_means_something_once_is_refused_twice_and_an_encoded_body_is_not_read() {
    with_bank(async |fixture: Fixture, _| {
        let order = json!({ "key": "caio@example.com", "amount_cents": 1, "pin": "1234" }).to_string();
        for name in ["authorization", "idempotency-key", "content-type", "last-event-id"] {
            let mut asked = request("POST", "/transfers").header("idempotency-key", "once");
            let first = asked.headers_ref().unwrap().get(name).cloned();
            let value = first.unwrap_or_else(|| "1".parse().unwrap());
            asked = if name == "last-event-id" { asked.header(name, value.clone()) } else { asked };
            let refused =
                fixture.answer(asked.header(name, value).body(Body::from(order.clone())).unwrap()).await;
            assert_eq!(refused.problem(), (400, "malformed"), "{name}");
            assert!(refused.body["detail"].as_str().unwrap().contains(name), "{}", refused.body);
        }
        for (encoding, status) in [("gzip", 415), ("br, gzip", 415), ("identity", 202)] {
            let asked = request("POST", "/transfers").header("idempotency-key", "once");
            let asked = asked.header("content-encoding", encoding).body(Body::from(order.clone())).unwrap();
            let answer = fixture.answer(asked).await;
            assert_eq!(answer.status.as_u16(), status, "{encoding}: {}", answer.body);
            assert_eq!(answer.header("accept-encoding"), if status == 415 { "identity" } else { "" });
        }
    })
    .await;
}

#[tokio::test]
async fn not_being_ready_is_told_in_the_form_of_a_problem_with_the_time_to_come_back() {
    with_bank(async |fixture: Fixture, _| {
        let unready = fixture.ask("GET", "/readyz").await;
        assert_eq!((unready.problem(), unready.header("retry-after")), ((503, "unavailable"), "1"));
        for (field, value) in
            [("status", "unavailable"), ("postgres", "down"), ("hub", "down"), ("kafka", "down")]
        {
            assert_eq!(unready.body[field], value);
        }
        fixture.ready.send_replace(Readiness { store: true, broker: true, ..Readiness::default() });
        let degraded = fixture.ask("GET", "/readyz").await;
        assert_eq!((degraded.status.as_u16(), degraded.header("retry-after")), (200, ""));
        let told = ["status", "postgres", "hub", "kafka"].map(|field| degraded.body[field].as_str().unwrap());
        assert_eq!(told, ["degraded", "up", "down", "up"]);
        let progress = Progress { oldest_job: Some(Duration::from_secs(6)), ..Progress::default() };
        fixture.ready.send_modify(|ready| ready.progress = progress);
        let stuck = fixture.ask("GET", "/readyz").await;
        assert_eq!(stuck.problem(), (503, "unavailable"), "its database answers, and nothing is settled");
        assert_eq!(stuck.body["work"]["status"], "stuck");
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_a_problem_too() {
    on_database(async |pool| {
        let fixture = Fixture::new(&pool, Arc::new(|_, _| panic!("on purpose")));
        let wish = json!({ "name": "Caio Melo", "tax_id": "98765432100", "email": "caio@example.com",
            "password": "correct horse", "pin": "1234" });
        let broken =
            fixture.answer(request("POST", "/accounts").body(Body::from(wish.to_string())).unwrap()).await;
        assert_eq!(broken.problem(), (500, "bug"));
        assert_eq!(fixture.ask("GET", "/livez").await.status.as_u16(), 200);
        let held =
            sqlx::query("select from holders where account_id not in ($1, $2)").bind(ANA.0).bind(BIA.0);
        assert_eq!(held.fetch_all(&pool).await.unwrap().len(), 0);
    })
    .await;
}
