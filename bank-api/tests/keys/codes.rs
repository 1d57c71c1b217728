//! Codes over HTTP: copied, in a message, on a picture; and what is none.

use crate::{
    faulty_hub::{Fate, FaultyHub},
    rest::{Answer, ask, bank, read, register},
    samples::*,
    store_under_test::on_database,
};
use axum::{Router, http::StatusCode};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops::replace};
use pix::{BrCode, Cents, Merchant, StaticCode, Txid};
use qrcodegen::{QrCode, QrCodeEcc};
use serde_json::{Value, json};
use std::io::Cursor;

const MARIAS: &str = "maria@example.com";

#[tokio::test]
async fn codes_over_http() {
    on_database(async |pool| {
        let hub = FaultyHub::new(ipe());
        let bank = bank(&pool, &hub).await;
        assert_eq!(register(&bank, "email", MARIAS).await.status, StatusCode::CREATED);
        what_a_static_code_says(&bank).await;
        what_cannot_be_paid(&bank).await;
        a_receipt_pays_nobody(&bank).await;
        the_code_on_a_picture(&bank).await;
        pictures_that_are_refused(&bank).await;
        while_the_directory_is_away(&bank, &hub).await;
        it_is_a_lookup(&bank).await;
    })
    .await;
}

fn code(key: &str, amount: Option<i64>) -> String {
    let code = StaticCode {
        key: self::key(key),
        amount: amount.map(Cents::new),
        txid: Txid::for_static("PED7").ok(),
        description: None,
        merchant: Merchant::new("Maria da Silva", "São Paulo"),
    };
    BrCode::Static(code).encode().unwrap()
}

pub async fn decode(bank: &Router, text: &str) -> Answer {
    ask(bank, "POST", "/codes/decode", Some(json!({ "code": text }))).await
}

pub fn is(answer: &Answer, status: u16, word: &str) {
    assert_eq!(
        (answer.status.as_u16(), &answer.body["type"]),
        (status, &json!(format!("urn:codepix:problem:{word}"))),
        "{}",
        answer.body
    );
}

async fn what_a_static_code_says(bank: &Router) {
    let text = code(MARIAS, Some(1_050));
    for written in [text.clone(), format!("Oi! segue o pix: {text} valeu")] {
        let mut said = decode(bank, &written).await.body;
        assert_eq!(said["payee"]["name"], "Maria da Silva", "{said}");
        said.as_object_mut().unwrap().remove("payee");
        let expected = json!({ "kind": "static", "code": written, "key": MARIAS, "key_kind": "email",
            "txid": "PED7", "amount_cents": 1_050, "amount_is_fixed": true,
            "merchant": { "name": "Maria da Silva", "city": "Sao Paulo" } });
        assert_eq!(said, expected);
    }
    let open = decode(bank, &code(MARIAS, None)).await.body;
    assert_eq!((&open["amount_cents"], &open["amount_is_fixed"]), (&Value::Null, &json!(false)));
}

async fn what_cannot_be_paid(bank: &Router) {
    let text = code(MARIAS, Some(1_050));
    is(&decode(bank, &text.replace("10.50", "90.50")).await, 422, "code_altered");
    is(&decode(bank, &text[..60]).await, 422, "code_altered");
    is(&decode(bank, MARIAS).await, 422, "no_code");
    is(&decode(bank, "").await, 422, "no_code");
    is(&decode(bank, "https://example.com/pague-aqui").await, 422, "not_a_code");
    is(&decode(bank, &format!("{text} {}", code(MARIAS, None))).await, 409, "several_codes");
    is(&decode(bank, &format!("{text} ou joao@example.com")).await, 409, "several_codes");
    is(&decode(bank, &code("nobody@example.com", None)).await, 404, "not_found");
    let elsewhere = "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd4415204000053039865802BR\
                     5913Fulano de Tal6008BRASILIA62070503***630464E4";
    is(&decode(bank, elsewhere).await, 422, "not_a_code");
    let too_large = "0".repeat(17 << 10);
    is(&decode(bank, &too_large).await, 413, "too_large");
}

async fn a_receipt_pays_nobody(bank: &Router) {
    let path = "/r/E1000000120261128143200abcDEF123a1B2c3D4e5F6g7-_";
    let said = decode(bank, &format!("https://forger.example{path}")).await.body;
    assert_eq!((&said["kind"], &said["receipt"]), (&json!("receipt"), &json!(path)), "{said}");
}

fn drawn(text: &str) -> GrayImage {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let side = code.size() as u32 * 6 + 48;
    let at = |pixel: u32| pixel as i32 / 6 - 4;
    GrayImage::from_fn(side, side, |x, y| Luma([if code.get_module(at(x), at(y)) { 0 } else { 255 }]))
}

fn png(picture: GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn side_by_side(left: &str, right: &str) -> Vec<u8> {
    let (left, right) = (drawn(left), drawn(right));
    let mut both =
        GrayImage::from_pixel(left.width() + right.width(), left.height().max(right.height()), Luma([255]));
    replace(&mut both, &left, 0, 0);
    replace(&mut both, &right, i64::from(left.width()), 0);
    png(both)
}

async fn the_code_on_a_picture(bank: &Router) {
    let (text, other) = (code(MARIAS, Some(1_050)), code(MARIAS, None));
    let said = read(bank, png(drawn(&text))).await;
    assert_eq!(
        (&said.body["code"], &said.body["amount_cents"]),
        (&json!(text), &json!(1_050)),
        "{}",
        said.body
    );
    let beside_a_website = read(bank, side_by_side(&text, "https://example.com/instagram")).await;
    assert_eq!(beside_a_website.body["code"], text);
    let two = read(bank, side_by_side(&text, &other)).await;
    is(&two, 409, "several_codes");
    let mut codes: Vec<_> =
        two.body["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    codes.sort_unstable();
    let mut expected = [text.as_str(), other.as_str()];
    expected.sort_unstable();
    assert_eq!(codes, expected);
}

async fn pictures_that_are_refused(bank: &Router) {
    is(&read(bank, png(GrayImage::from_pixel(300, 300, Luma([255])))).await, 422, "no_code");
    is(&read(bank, png(drawn("https://example.com"))).await, 422, "not_a_code");
    is(&read(bank, b"GIF89a".to_vec()).await, 422, "not_a_picture");
    is(&read(bank, Vec::new()).await, 422, "not_a_picture");
    is(&read(bank, vec![0xff; (8 << 20) + 1]).await, 413, "too_large");
    let half = png(drawn(&code(MARIAS, None)));
    is(&read(bank, half[..half.len() / 2].to_vec()).await, 422, "not_a_picture");
}

async fn while_the_directory_is_away(bank: &Router, hub: &FaultyHub) {
    hub.fates([Fate::NotReached]);
    let answer = decode(bank, &code("joao@example.com", None)).await;
    is(&answer, 503, "unavailable");
    assert!(answer.retry_after.is_some());
}

async fn it_is_a_lookup(bank: &Router) {
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(decode(bank, &code("nobody@example.com", None)).await.status.as_u16());
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}
