//! What no honest app sends: each gets a clear answer, changes nothing, and stops nothing.

use crate::fixture::Fixture;
use lab::client::{Answer, BankClient, Customer, PIN, Person, SendPix};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

async fn post_transfer(who: &Customer, body: String) -> Answer {
    let request = who.bank.request(Method::POST, "/transfers").bearer_auth(&who.token);
    let request = request.header("content-type", "application/json");
    BankClient::answer(request.header("idempotency-key", Uuid::new_v4().to_string()).body(body))
        .await
        .unwrap()
}

fn assert_problem(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
    assert!(!answer.problem().is_empty() && !answer.text("detail").is_empty(), "{what}: {}", answer.body);
}

#[tokio::test]
async fn orders_that_nobody_should_send_are_refused_and_move_nothing() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let own = ana.person.email.clone();
    assert_eq!(ana.register("email", Some(&own)).await.unwrap().status, 201);
    let key = bia.person.email.clone();
    let order = |change: Value| {
        let mut body = json!({ "key": key, "amount_cents": 100, "description": "ok", "pin": PIN });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body.to_string()
    };
    let cases = [
        ("malformed JSON", r#"{"key":"#.to_owned(), 400),
        ("not an object", "[1,2]".to_owned(), 400),
        ("unknown field", order(json!({ "amount": 1 })), 400),
        ("zero", order(json!({ "amount_cents": 0 })), 422),
        ("negative", order(json!({ "amount_cents": -1 })), 422),
        ("fractional", order(json!({ "amount_cents": 1.5 })), 400),
        ("amount as text", order(json!({ "amount_cents": "100" })), 400),
        ("more than fits", order(json!({ "amount_cents": 1e30 })), 400),
        ("the largest", order(json!({ "amount_cents": i64::MAX })), 422),
        ("more than there is", order(json!({ "amount_cents": 100_001 })), 422),
        ("own key", order(json!({ "key": own })), 422),
        ("a CPF with a wrong check digit", order(json!({ "key": "52998224724" })), 422),
        ("a key of no kind", order(json!({ "key": "🍕" })), 422),
        ("141 characters", order(json!({ "description": "x".repeat(141) })), 422),
        ("10 kB of description", order(json!({ "description": "x".repeat(10_000) })), 422),
        ("20 kB of body", order(json!({ "description": "x".repeat(20_000) })), 413),
        ("NUL in the description", order(json!({ "description": "a\0b" })), 422),
        ("wrong PIN", order(json!({ "pin": "9999" })), 403),
        ("a PIN of letters", order(json!({ "pin": "abcd" })), 403),
        ("an entry id that is none", order(json!({ "entry_id": "x" })), 400),
    ];
    for (what, body, status) in cases {
        assert_problem(&post_transfer(&ana, body).await, status, what);
    }
    assert_eq!(ana.balance().await.unwrap(), 100_000);
    for description in ["", "x".repeat(140).as_str(), "é 🍕 \"quoted\" <b>"] {
        let order = SendPix { description: description.into(), ..SendPix::new(&key, 1) };
        let id = crate::fixture::accepted(&ana, &order).await;
        let sent = ana.await_status(&id, "completed", crate::fixture::HEALED).await.unwrap();
        assert_eq!(sent["description"], *description);
    }
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn requests_without_their_papers_are_refused() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let id = crate::fixture::accepted(&ana, &SendPix::new(&bia.person.email, 1)).await;
    let stranger = Customer::open(&fixture.ipe, Person::draw()).await.unwrap();
    let body = json!({ "key": bia.person.email, "amount_cents": 1, "pin": PIN });

    let anonymous = fixture.ipe.ask((Method::POST, "/transfers"), None, Some(&body)).await.unwrap();
    assert_problem(&anonymous, 401, "no session");
    let forged = fixture.ipe.ask((Method::GET, "/accounts/me"), Some("forged"), None).await.unwrap();
    assert_problem(&forged, 401, "a session of nobody");
    let no_key = ana.ask(Method::POST, "/transfers", Some(&body)).await.unwrap();
    assert_problem(&no_key, 400, "no Idempotency-Key");
    let foreign = stranger.ask(Method::GET, &format!("/transfers/{id}"), None).await.unwrap();
    assert_problem(&foreign, 404, "another's transfer");
    let nowhere = fixture.ipe.ask((Method::GET, "/nowhere"), None, None).await.unwrap();
    assert_problem(&nowhere, 404, "no such address");
    let method = fixture.ipe.ask((Method::PUT, "/accounts/me"), None, None).await.unwrap();
    assert_problem(&method, 405, "no such method");
    let form = fixture.ipe.request(Method::POST, "/accounts").header("content-type", "text/plain").body("x");
    assert_problem(&BankClient::answer(form).await.unwrap(), 415, "not JSON");

    let order = SendPix::new(&bia.person.email, 1);
    let first = crate::fixture::accepted(&ana, &order).await;
    assert_eq!(crate::fixture::accepted(&ana, &order).await, first);
    let other = SendPix { amount_cents: 2, ..order };
    assert_problem(&ana.send(&other).await.unwrap(), 422, "the same Idempotency-Key for another order");
    let gone = ana.ask(Method::DELETE, "/sessions/current", None).await.unwrap();
    assert_eq!(gone.status, 204);
    assert_problem(&ana.ask(Method::GET, "/accounts/me", None).await.unwrap(), 401, "after logging out");
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn accounts_and_keys_that_cannot_be_are_not() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let person = Person::draw();
    let account = |change: Value| {
        let mut body = json!({ "name": person.name, "tax_id": person.tax_id, "email": person.email,
            "password": person.password, "pin": PIN });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };
    let cases = [
        ("a wrong check digit", json!({ "tax_id": "52998224724" }), 422),
        ("eleven equal digits", json!({ "tax_id": "11111111111" }), 422),
        ("no name", json!({ "name": "  " }), 422),
        ("a short password", json!({ "password": "short" }), 422),
        ("a PIN of three digits", json!({ "pin": "123" }), 422),
        ("no e-mail", json!({ "email": "nobody" }), 422),
        ("a tax id that is taken", json!({ "tax_id": ana.person.tax_id }), 409),
        ("an e-mail that is taken", json!({ "email": ana.person.email }), 409),
    ];
    for (what, change, status) in cases {
        let answer =
            fixture.ipe.ask((Method::POST, "/accounts"), None, Some(&account(change))).await.unwrap();
        assert_problem(&answer, status, what);
    }
    let keys = [
        ("another's CPF", "cpf", Some(bia.person.tax_id.as_str()), 422),
        ("a key that is held elsewhere", "email", Some(bia.person.email.as_str()), 409),
        ("a phone without digits", "phone", Some("+55"), 422),
        ("a kind that is none", "iban", Some("x"), 422),
        ("no key where one is needed", "email", None, 422),
    ];
    for (what, kind, key, status) in keys {
        let answer = ana.register(kind, key).await.unwrap();
        assert!(answer.status == status, "{what}: {} {}", answer.status, answer.body);
    }
    let held = ana.ask(Method::GET, "/accounts/me/pix-keys", None).await.unwrap();
    assert!(held.body.to_string().matches("kind").count() == 0, "{}", held.body);
    assert_problem(&ana.look_up("nobody@example.com").await.unwrap(), 404, "a key of nobody");
}
