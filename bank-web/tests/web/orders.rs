//! What the server answers with a bank behind it that says what the story needs: orders, sessions, and what the log tells.

use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
    routing::{get as on_get, post as on_post},
};
use bank_contract::{
    DirectionJson, EntryJson, EntryKind, PayeeJson, SessionJson, StatementJson, StatusJson, Step, StepJson,
    TransferJson, problem,
};
use pix::KeyKind;
use serde_json::{Value, json};

use super::fake_bank::{ANA as ANA_LIMA, account, instant, mare, problem};
use super::support::{self, Answer, NO_BANK, get, pages_at, pages_of};

const ANA: &str = "session-001=anas";
const ORDER: &str = "0b0e1ab5-6e2f-4d4f-8f0c-3a5a0a1b2c3d";
const KEY: &str = "11144477735";
const ENTRY: &str = "3d0c9a0e-7a57-4f1f-9d39-7a2f5f3f9a11";

/// Ana's account; `made` is what her order became, `sent` her last movement.
fn bank(made: Option<TransferJson>, sent: Option<EntryJson>) -> Router {
    let me = account(&ANA_LIMA);
    let payee = PayeeJson {
        kind: KeyKind::Cpf,
        key: KEY.to_owned(),
        entry_id: ENTRY.parse().unwrap(),
        name: "Bia Souza".to_owned(),
        tax_id_masked: "***.982.247-**".to_owned(),
        bank: mare(),
    };
    let statement = StatementJson { entries: sent.into_iter().collect(), next_cursor: None };
    let transfer = transfer("E1");
    Router::new()
        .route("/accounts/me", on_get(async || Json(me)))
        .route("/accounts/me/pix-keys", on_get(async || Json(json!([]))))
        .route("/accounts/me/statement", on_get(async || Json(statement)))
        .route("/pix-keys/{key}", on_get(async || Json(payee)))
        .route("/transfers/{id}", on_get(async || Json(transfer)))
        .route(
            "/idempotency-keys/{key}",
            on_get(async move |Path(key): Path<String>| match made.filter(|_| key == ORDER) {
                Some(made) => Json(made).into_response(),
                None => problem(StatusCode::NOT_FOUND, problem::NOT_FOUND),
            }),
        )
}

fn transfer(id: &str) -> TransferJson {
    TransferJson {
        end_to_end_id: id.to_owned(),
        status: StatusJson::Completed,
        reason: None,
        direction: DirectionJson::Out,
        amount_cents: 1050,
        key: KEY.to_owned(),
        description: String::new(),
        original_end_to_end_id: None,
        payer: None,
        payee: None,
        timeline: vec![Step { status: StepJson::Pending, at: instant("2026-11-23T12:00:00Z") }],
        receipt_url: None,
        returns: None,
    }
}

async fn ask(pages: &Router, path: &str, cookie: &str) -> Answer {
    get(pages, path, &[("cookie", cookie)]).await
}

async fn fill(pages: &Router, path: &str, cookie: &str, form: String) -> Answer {
    support::post(pages, path, cookie, &form).await
}

fn location(headers: &HeaderMap) -> &str {
    headers[header::LOCATION].to_str().unwrap()
}

fn address(step: &str, order: &str) -> String {
    format!("/pix/send?step={step}&key={KEY}&entry={ENTRY}&amount=10.5&order={order}&account=100001")
}

#[tokio::test]
async fn an_answered_amount_becomes_an_order_with_an_address_of_its_own() {
    let Answer { status, headers, .. } =
        ask(&pages_of(bank(None, None)).await, &address("review", ""), ANA).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let to = location(&headers).to_owned();
    let (order, account) = to.split_once("order=").and_then(|(_, answers)| answers.split_once('&')).unwrap();
    assert!(order.len() == 36 && account == "account=100001" && to.contains("amount=10%2C50"), "{to}");
    let pages = pages_of(bank(None, None)).await;
    for _ in 0..2 {
        let Answer { status, headers, page } = ask(&pages, &to, ANA).await;
        assert_eq!(status, StatusCode::OK, "the same order as often as it is asked for");
        assert!(page.contains(order) && headers[header::CACHE_CONTROL] == "no-store");
    }
}

#[tokio::test]
async fn an_order_that_was_accepted_leads_to_its_transfer_whatever_is_done_with_its_address() {
    let pages = pages_of(bank(Some(transfer("E7")), None)).await;
    for step in ["review", "pin"] {
        let Answer { headers, .. } = ask(&pages, &address(step, ORDER), ANA).await;
        assert_eq!(location(&headers), "/transfers/E7?view=result", "{step}");
    }
    let form =
        |amount| format!("key={KEY}&entry={ENTRY}&amount={amount}&order={ORDER}&account=100001&pin=4826");
    let Answer { headers, .. } = fill(&pages, "/pix/send", ANA, form("10,50")).await;
    assert_eq!(location(&headers), "/transfers/E7?view=result");
    let Answer { status, page, .. } = fill(&pages, "/pix/send", ANA, form("10,51")).await;
    assert!(status == StatusCode::OK && page.contains("Este pedido já virou um Pix com outros dados"));
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the pages ask the system for the time, too")]
async fn the_same_amount_to_the_same_key_is_asked_about_and_not_sent() {
    let sent = EntryJson {
        at: pix::Timestamp::now(),
        kind: EntryKind::Sent,
        amount_cents: -1050,
        balance_after_cents: 1,
        counterparty: None,
        end_to_end_id: Some("E1".to_owned()),
        status: Some(StatusJson::Completed),
        original_end_to_end_id: None,
    };
    // There is no POST /transfers: whoever sends all the same fails.
    let pages = pages_of(bank(None, Some(sent))).await;
    let form = format!("key={KEY}&entry={ENTRY}&amount=10,50&order={ORDER}&account=100001&pin=4826");
    let asked = [ask(&pages, &address("pin", ORDER), ANA).await, fill(&pages, "/pix/send", ANA, form).await];
    for Answer { status, page, .. } in asked {
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Você acabou de enviar") && page.contains("twice=yes"), "{page}");
    }
    let Answer { page, .. } = ask(&pages, &format!("{}&twice=yes", address("pin", ORDER)), ANA).await;
    assert!(page.contains("name=\"pin\""), "asked about once");
}

#[tokio::test]
async fn a_form_of_another_account_sends_nothing() {
    let form = format!("key={KEY}&entry={ENTRY}&amount=10,50&order={ORDER}&account=100002&pin=4826");
    let Answer { status, page, .. } = fill(&pages_of(bank(None, None)).await, "/pix/send", ANA, form).await;
    assert!(status == StatusCode::OK && page.contains("Agora é outra conta") && !page.contains(ORDER));
}

#[tokio::test]
async fn the_address_of_another_accounts_order_asks_for_no_pin() {
    let pages = pages_of(bank(None, None)).await;
    for account in ["100002", ""] {
        for step in ["review", "pin"] {
            let address = address(step, ORDER).replace("100001", account);
            let Answer { status, page, .. } = ask(&pages, &address, ANA).await;
            assert!(status == StatusCode::OK && page.contains("Agora é outra conta"), "{step} {account}");
            assert!(!page.contains(ORDER) && !page.contains("name=\"pin\""), "{step} {account}");
        }
    }
}

#[tokio::test]
async fn a_value_names_its_account() {
    let headers = [("cookie", ANA), ("accept", "application/json")];
    let value = get(&pages_of(bank(None, None)).await, "/pix/keys", &headers).await.page;
    let value: Value = serde_json::from_str(&value).unwrap();
    assert_eq!(value["account"], "100001");
}

#[tokio::test]
async fn whoever_lost_the_session_at_the_pin_comes_back_to_the_same_order() {
    let form = format!("key={KEY}&entry={ENTRY}&amount=10,50&order={ORDER}&account=100001&pin=4826");
    let over = Router::new().fallback(async || problem(StatusCode::UNAUTHORIZED, problem::NO_SESSION));
    for (pages, cookie) in [(pages_of(over).await, ANA), (pages_at(NO_BANK, &[]), "")] {
        let Answer { headers, .. } = fill(&pages, "/pix/send", cookie, form.clone()).await;
        let to = location(&headers);
        assert!(to.starts_with("/login?ended=1&next=%2Fpix%2Fsend%3Fstep%3Dpin"), "{to}");
        for part in [ORDER, ENTRY, KEY, "amount%3D10%252C50"] {
            assert!(to.contains(part), "{part} in {to}");
        }
        assert!(!to.contains("4826"));
    }
}

#[tokio::test]
async fn two_sessions_of_one_browser_do_nothing_and_begin_anew() {
    let both = "session-001=anas; session-001=bias";
    let pages = pages_of(bank(None, None)).await;
    let Answer { headers, .. } = ask(&pages, "/home", both).await;
    assert_eq!(location(&headers), "/login?ended=1&next=%2Fhome");
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("session-001=; Path=/; Max-Age=0"));
    for path in ["/logout", "/pix/send", "/pix/keys", "/login"] {
        let Answer { status, page, .. } = fill(&pages, path, both, String::new()).await;
        assert!(status == StatusCode::BAD_REQUEST && page.contains("Entre de novo"), "{path}");
    }
    assert_eq!(ask(&pages, "/events", both).await.status, StatusCode::BAD_REQUEST);
    let Answer { status, .. } = ask(&pages, "/pix/keys", "session-001=anas; session-001=anas").await;
    assert_eq!(status, StatusCode::OK, "the same one twice is one");
}

#[tokio::test]
async fn whoever_logs_in_again_says_which_session_that_ends() {
    let received = Arc::new(Mutex::new(Vec::new()));
    let requests = received.clone();
    let log_in = on_post(async move |headers: HeaderMap| {
        requests.lock().unwrap().push(headers.get("authorization").cloned());
        Json(SessionJson { token: "new".to_owned(), expires_at: instant("2100-01-01T00:00:00Z") })
    });
    let pages = pages_of(Router::new().route("/sessions", log_in)).await;
    for cookie in [ANA, ""] {
        let Answer { status, headers, .. } =
            fill(&pages, "/login", cookie, "login=a&password=b".to_owned()).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let cookie = headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.starts_with("session-001=new; "), "{cookie}");
    }
    let received = received.lock().unwrap();
    assert_eq!(received[0].as_ref().unwrap(), "Bearer anas");
    assert_eq!(received[1], None);
}

#[tokio::test]
async fn no_key_no_name_and_no_token_stands_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let logging = tracing::subscriber::set_default(subscriber);
    let pages = pages_at(NO_BANK, &[]);
    ask(&pages, &format!("/pix/send?key={KEY}"), "session-001=a-secret").await;
    fill(&pages, "/pix/keys/remove", "session-001=a-secret", format!("key={KEY}&account=1")).await;
    drop(logging);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("gave no answer to /pix-keys/"), "{log}");
    assert!(!log.contains(KEY) && !log.contains("a-secret"), "{log}");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
