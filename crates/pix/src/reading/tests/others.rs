//! Codes, receipts, links, and texts in which there is nothing to pay.

use super::*;
use crate::CodeError;

const CODE: &str = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.00\
    5802BR5913FULANO DE TAL6008BRASILIA62070503***630492C1";
const RECEIPT: &str = "/r/E1000000120261128143200abcDEF123a1B2c3D4e5F6g7H8";

#[test]
fn a_code_is_found_with_a_message_around_it() {
    let Reading::Code(alone) = read(CODE) else { panic!() };
    for text in [
        format!("Oi! segue o pix: {CODE} valeu"),
        format!("manda os 5 reais da pizza 🍕\n\n{CODE}"),
        format!("pra ana@bancoipe.example: {CODE}"),
        format!("https://loja.example/?{CODE}"),
        format!("{}\n{}", &CODE[..30], &CODE[30..]),
    ] {
        assert_eq!(read(&text), Reading::Code(alone.clone()), "{text}");
    }
}

#[test]
fn a_code_beside_another_payee_asks_which() {
    let other = unsure(&format!("{CODE} ou bia@bancomare.example"));
    assert_eq!((other.codes.len(), other.keys.len()), (1, 1));
    assert_eq!(other.keys[0].as_str(), "bia@bancomare.example");
    let dynamic = "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd441\
        5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4";
    let two = unsure(&format!("{CODE} {dynamic}"));
    assert_eq!((two.codes.len(), two.keys.len()), (2, 0));
}

#[test]
fn a_broken_code_is_refused_and_the_key_inside_it_is_not_taken() {
    let altered = CODE.replace("5.00", "6.00");
    assert_eq!(read(&altered), Reading::Refused(CodeError::Checksum.into()));
    for text in [&CODE[..90], &CODE[1..], &CODE[..CODE.len() - 1], &format!("manda 50 {} valeu", &CODE[..60])]
    {
        assert_eq!(read(text), Reading::Refused(CodeError::Incomplete.into()), "{text}");
    }
    // Beside a whole one, a piece is no second payee.
    assert!(matches!(read(&format!("{CODE}\n{}", &CODE[..60])), Reading::Code(_)));
}

#[test]
fn a_receipt_is_known_by_its_path_whatever_the_host() {
    for text in [RECEIPT.to_owned(), format!("comprovante: https://forger.example{RECEIPT} R$ 50,00")] {
        let Reading::Receipt(receipt) = read(&text) else { panic!("{text}") };
        assert_eq!(receipt.to_string(), RECEIPT);
    }
}

#[test]
fn a_website_is_named_and_not_opened() {
    for (text, host) in [
        ("https://cardapio.exemplo.com.br", "cardapio.exemplo.com.br"),
        ("HTTP://Cardapio.Exemplo/mesa/12?x#y", "cardapio.exemplo"),
        ("https://banco.example@forger.example/x", "forger.example"),
        ("https://forger.example\\@banco.example", "forger.example"),
    ] {
        assert_eq!(read(text), Reading::Refused(Refusal::Website { host: host.to_owned() }), "{text}");
    }
}

#[test]
fn without_key_and_code_what_is_understood_of_the_rest_is_told() {
    let nothing = nothing("manda 50 pro rafa pizza");
    assert_eq!((nothing.amount, nothing.fault), (Some(Cents::new(5_000)), None));
    assert_eq!(marked(&nothing.parts), "manda|+50|pro rafa pizza");
    for text in ["", "   ", "\u{200b}", "oi", "50 ou 60", "🍕"] {
        assert_eq!(super::nothing(text).amount, None, "{text:?}");
    }
}

#[test]
fn what_is_too_long_is_refused_unread() {
    let text = format!("ana@bancoipe.example{}", " ".repeat(4_096));
    assert_eq!(read(&text), Reading::Refused(CodeError::TooLong.into()));
}
