//! The one field, and what is paid by code: read by the server, so all of it works without scripts.

use axum::{
    Json, Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, Request, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get as on_get, post as on_post},
};
use bank_contract::{CodeJson, CodeKindJson, CodeRequest, PayeeJson, problem};
use pix::{BrCode, Cents, KeyKind, PixKey};
use serde_json::json;

use super::fake_bank::{ANA as ANA_LIMA, account, mare, problem};
use super::support::{Answer, ask, get, pages_of, post};

const ANA: &str = "session-001=anas";
const FIXED: &str = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.005802BR5913FULANO DE \
                     TAL6008BRASILIA62070503***630492C1";
const OPEN: &str = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de \
                    Tal6008BRASILIA62070503***63041D3D";

fn payee(key: &str) -> PayeeJson {
    PayeeJson {
        kind: PixKey::detect(key).map_or(KeyKind::Email, |key| key.kind()),
        key: key.to_owned(),
        entry_id: "3d0c9a0e-7a57-4f1f-9d39-7a2f5f3f9a11".parse().unwrap(),
        name: "Rafael Tavares".to_owned(),
        tax_id_masked: "***.982.247-**".to_owned(),
        bank: mare(),
    }
}

async fn decode(Json(CodeRequest { code }): Json<CodeRequest>) -> Response {
    let BrCode::Static(said) = BrCode::decode(&code).unwrap() else { panic!("it is static") };
    let key = said.key.as_str().to_owned();
    let answer = CodeJson {
        kind: CodeKindJson::Static,
        code,
        payee: Some(payee(&key)),
        key: Some(key),
        key_kind: Some(said.key.kind()),
        txid: None,
        amount_cents: said.amount.map(Cents::get),
        amount_is_fixed: said.amount.is_some(),
        description: None,
        merchant: None,
        expires_at: None,
        code_id: None,
        receipt: None,
    };
    Json(answer).into_response()
}

fn bank(read: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Router {
    let me = account(&ANA_LIMA);
    Router::new()
        .route("/accounts/me", on_get(async || Json(me)))
        .route("/accounts/me/pix-keys", on_get(async || Json(json!([]))))
        .route("/accounts/me/statement", on_get(async || Json(json!({ "entries": [], "next_cursor": null }))))
        .route("/pix-keys/{key}", on_get(async |Path(key): Path<String>| Json(payee(&key))))
        .route("/codes/decode", on_post(decode))
        .route("/codes/read", on_post(async move || read()))
        .route("/idempotency-keys/{key}", on_get(async || problem(StatusCode::NOT_FOUND, problem::NOT_FOUND)))
}

async fn pages() -> Router {
    pages_of(bank(|| problem(StatusCode::UNPROCESSABLE_ENTITY, problem::NO_CODE))).await
}

async fn write(what: &str, more: &str) -> Answer {
    let what: String = what.bytes().map(|byte| format!("%{byte:02X}")).collect();
    get(&pages().await, &format!("/pix?what={what}{more}"), &[("cookie", ANA)]).await
}

fn location(headers: &HeaderMap) -> &str {
    headers[header::LOCATION].to_str().unwrap()
}

#[tokio::test]
async fn a_key_and_a_code_lead_to_their_own_questions() {
    let key = write("bia@example.com", "").await;
    assert_eq!(location(&key.headers), "/pix/send?key=bia@example.com");
    let code = write(&format!("segue o pix: {FIXED}"), "").await;
    assert!(location(&code.headers).starts_with("/pix/pay?code=segue%20o%20pix"), "{:?}", code.headers);
}

#[tokio::test]
async fn a_message_is_shown_with_what_was_read_in_it() {
    let Answer { status, page, .. } = write("manda 50 pro 21 99134-0876 pizza", "").await;
    assert_eq!(status, StatusCode::OK);
    for words in
        ["Foi isto que você quis dizer?", "Rafael Tavares", ">50<small>Valor</small></mark>", "pizza"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("step=review") && page.contains("amount=50%2C00"), "{page}");
}

#[tokio::test]
async fn between_two_readings_the_reader_decides() {
    let amounts = write("manda 50 pro 21 99134-0876 faltou 35 da pizza", "").await.page;
    assert!(amounts.contains("A mensagem tem dois valores") && !amounts.contains("checked"), "{amounts}");
    let chosen = write("manda 50 pro 21 99134-0876 faltou 35 da pizza", "&amount=3500").await.page;
    assert!(chosen.contains("Foi isto") && chosen.contains("35,00"), "{chosen}");
    let payees = write("manda 50 pro 51998259765", "").await.page;
    assert!(payees.contains("Celular (51) 99825-9765") && payees.contains("CPF 519.982.597-65"), "{payees}");
    let chosen = write("manda 50 pro 51998259765", "&key=51998259765").await.page;
    assert!(chosen.contains("Foi isto") && chosen.contains("519.982.597-65"), "{chosen}");
}

#[tokio::test]
async fn what_pays_nobody_is_said_at_the_field() {
    for (what, words) in [
        ("", "Preencha este campo"),
        ("manda 50 pro rafa pizza", "O valor entendemos: R$\u{a0}50,00"),
        (&FIXED[..90], "Falta um pedaço"),
        (&FIXED.replace("5.00", "9.00"), "Algum caractere mudou"),
        ("https://golpe.example/pague", "Ele leva a um site: golpe.example"),
        ("https://x.example/r/E1000000120261128143200abcDEF123a1B2c3D4e5F6g7-_", "Isto é um comprovante"),
    ] {
        let Answer { status, page, .. } = write(what, "").await;
        assert_eq!(status, StatusCode::OK, "{what}");
        assert!(page.contains(words) && page.contains("aria-invalid"), "{what}: {page}");
    }
}

#[tokio::test]
async fn a_code_says_who_and_how_much_and_nothing_in_an_address_changes_that() {
    let pages = pages().await;
    let ask = async |path: String| get(&pages, &path, &[("cookie", ANA)]).await;
    let encoded = FIXED.replace(' ', "%20").replace('*', "%2A");
    let shown = ask(format!("/pix/pay?code={encoded}")).await.page;
    for words in ["Valor definido por quem cobra", "Rafael Tavares", "5,00", "não do código"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let entry = "3d0c9a0e-7a57-4f1f-9d39-7a2f5f3f9a11";
    let pay = |key: &str, amount: &str| {
        format!("/pix/send?step=pin&key={key}&entry={entry}&code={encoded}&amount={amount}")
    };
    let order = ask(pay("ana@bancoipe.example", "5,00")).await;
    let to = location(&order.headers).to_owned();
    assert!(to.starts_with("/pix/send?step=pin") && to.contains("order="), "{to}");
    let pin = ask(to).await.page;
    assert!(pin.contains("name=\"code\"") && pin.contains("name=\"pin\""), "{pin}");
    for forged in [pay("eve@example.com", "5,00"), pay("ana@bancoipe.example", "500,00")] {
        let refused = ask(forged).await;
        assert!(location(&refused.headers).starts_with("/pix/pay?code="), "{:?}", refused.headers);
    }
    let form = format!("key=eve@example.com&code={encoded}&amount=5,00&order=x&account=100001&pin=1234");
    let refused = post(&pages, "/pix/send", ANA, &form).await;
    assert!(location(&refused.headers).starts_with("/pix/pay?code="));
}

#[tokio::test]
async fn a_code_without_an_amount_asks_for_it() {
    let pages = pages().await;
    let path = format!("/pix/pay?code={}", OPEN.replace(' ', "%20").replace('*', "%2A"));
    let page = get(&pages, &path, &[("cookie", ANA)]).await.page;
    assert!(page.contains("Quanto você quer pagar?") && page.contains("name=\"amount\""), "{page}");
}

async fn upload(read: impl Fn() -> Response + Clone + Send + Sync + 'static) -> Answer {
    let body =
        "--x\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\r\nphoto\r\n--x--\r\n";
    let request = Request::post("/pix/scan")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, ANA);
    ask(&pages_of(bank(read)).await, request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_photo_leads_to_its_code() {
    let read = || Json(json!({ "kind": "static", "code": FIXED, "amount_is_fixed": true })).into_response();
    let Answer { status, headers, .. } = upload(read).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert!(location(&headers).starts_with("/pix/pay?code=000201"), "{headers:?}");
}

#[tokio::test]
async fn a_photo_with_two_codes_or_none_is_asked_about() {
    let two = || {
        let body = json!({ "type": "urn:codepix:problem:several_codes", "codes": [FIXED, OPEN] });
        (StatusCode::CONFLICT, Json(body)).into_response()
    };
    let page = upload(two).await.page;
    assert!(
        page.contains("A foto tem mais de um código") && page.matches("/pix/pay?code=").count() == 2,
        "{page}"
    );
    let none = upload(|| problem(StatusCode::UNPROCESSABLE_ENTITY, problem::NO_CODE)).await.page;
    assert!(none.contains("Não encontramos um QR Code na foto") && none.contains("aria-invalid"), "{none}");
}
