//! The page that a receipt leads anybody to.

use axum::{
    Json, Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::get as on_get,
};
use bank_contract::{PublicPartyJson, PublicReturnJson, ReceiptJson, ReceiptStatusJson, problem};

use crate::{
    fake_bank::{instant, problem as said},
    support::{self, Answer, NO_BANK, get, pages_at},
};

const ID: &str = "E1000000120261128143200abcXvB9Za";

fn receipt(status: ReceiptStatusJson) -> ReceiptJson {
    let party = |name: &str, tax_id: &str, bank: &str| PublicPartyJson {
        name: name.to_owned(),
        tax_id_masked: tax_id.to_owned(),
        bank: bank.to_owned(),
    };
    let part = PublicReturnJson { amount_cents: 1490, at: instant("2026-11-22T19:05:31Z") };
    ReceiptJson {
        status,
        end_to_end_id: ID.to_owned(),
        amount_cents: 6490,
        at: instant("2026-11-21T19:05:31Z"),
        payer: party("Marina A. D.", "***.456.789-**", "Banco Ipê"),
        payee: Some(party("Empório Jatobá Ltda", "12.ABC.345/01DE-35", "Banco Maré")),
        returns: if status == ReceiptStatusJson::PartlyReturned { vec![part] } else { vec![] },
        answered_by: "Banco Ipê".to_owned(),
        answered_at: instant("2026-11-23T17:34:10Z"),
    }
}

async fn bank(Path(receipt_path): Path<String>) -> Response {
    let status = match receipt_path.as_str() {
        "done" => ReceiptStatusJson::Completed,
        "travelling" => ReceiptStatusJson::Travelling,
        "back" => ReceiptStatusJson::Rejected,
        "returned" => ReceiptStatusJson::Returned,
        "part" => ReceiptStatusJson::PartlyReturned,
        _ => return said(StatusCode::NOT_FOUND, problem::NOT_FOUND),
    };
    Json(receipt(status)).into_response()
}

async fn read(path: &str) -> Answer {
    let pages = support::pages_of(Router::new().route("/receipts/{path}", on_get(bank))).await;
    get(&pages, path, &[("host", "bancoipe.example"), ("accept-language", "pt-BR")]).await
}

#[tokio::test]
async fn who_holds_it_reads_without_a_log_in_what_was_paid_to_whom_and_when() {
    let page = read("/r/done").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "<h1>Concluído</h1>",
        "R$\u{a0}64,90",
        "Empório Jatobá Ltda",
        "Marina A. D.",
        "XvB9Za",
        "<b>bancoipe.example</b>",
        "Respondido pelo Banco Ipê às",
    ] {
        assert!(page.page.contains(words), "{words} in {}", page.page);
    }
    assert!(!page.page.contains(ID), "the whole id is the payer's to show");
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    assert_eq!((page.header("referrer-policy"), page.header("refresh")), ("no-referrer", ""));
}

#[tokio::test]
async fn only_what_was_paid_has_a_check() {
    for (path, title, state, asks_again) in [
        ("/r/travelling", "A caminho", "now", "5"),
        ("/r/back", "Voltou", "back", ""),
        ("/r/returned", "Voltou", "back", ""),
        ("/r/part", "Devolvido em parte", "back", ""),
        ("/r/forged", "Não existe", "no", ""),
    ] {
        let page = read(path).await;
        assert!(page.page.contains(&format!("<h1>{title}</h1>")), "{path}: {}", page.page);
        assert!(page.page.contains(&format!("data-state=\"{state}\"")), "{path}");
        assert!(!page.page.contains("m5 12.5 4.5 4.5L19 7.5"), "{path} has a check");
        assert_eq!(page.header("refresh"), asks_again, "{path}");
        assert_eq!(page.status == StatusCode::NOT_FOUND, path == "/r/forged");
    }
}

#[tokio::test]
async fn what_was_given_back_in_part_says_how_much_stayed() {
    let page = read("/r/part").await.page;
    assert!(page.contains("Voltaram R$\u{a0}14,90 para quem pagou. Ficaram R$\u{a0}50,00."), "{page}");
}

#[tokio::test]
async fn a_bank_that_does_not_answer_says_neither_yes_nor_no() {
    let page = get(&pages_at(NO_BANK, &[]), "/r/done", &[("accept-language", "pt-BR")]).await;
    assert_eq!((page.status, page.header("refresh")), (StatusCode::SERVICE_UNAVAILABLE, "5"));
    assert!(page.page.contains("Sem resposta") && page.page.contains("nem que não foi"), "{}", page.page);
}
