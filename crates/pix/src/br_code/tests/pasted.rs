//! The ways in which a code reaches the field: wrapped, quoted, inside a message, behind a link.

use super::*;

#[test]
fn what_was_pasted_around_and_into_a_code_is_left_out() {
    let expected = read_static(BASE);
    let broken = BASE.replace("FULANO DE TAL", "FULANO\nDE TAL");
    for text in [
        format!("  {BASE}\r\n"),
        format!("{}\n{}", &BASE[..50], &BASE[50..]),
        format!("{}\r\n{}\t{}", &BASE[..20], &BASE[20..70], &BASE[70..]),
        format!("{}\u{200b}{}\u{feff}", &BASE[..60], &BASE[60..]),
        format!("> {}\n  {}", &BASE[..60], &BASE[60..]),
        broken,
        BASE.replace("FULANO DE TAL", "FULANO\n      DE TAL"),
        BASE.replace("FULANO DE TAL", "FULANO\u{a0}DE TAL"),
        format!("\"{BASE}\""),
        format!("“{BASE}”"),
        format!("Oi! segue o pix: {BASE} valeu"),
        format!("pedido 000201 de hoje\n\n{BASE}\n\nobrigado"),
        format!("{BASE}valeu"),
        format!("https://loja.example/pagar?{BASE}"),
        format!("https://loja.example/?pix={}", BASE.replace(' ', "%20")),
        format!("https://loja.example/?pix={}", BASE.replace(' ', "+").replace('@', "%40")),
        format!("{BASE} {BASE}"),
    ] {
        assert_eq!(read_static(&text), expected, "{text:?}");
    }
}

#[test]
fn a_code_that_lost_its_beginning_is_incomplete() {
    for lost in 1..=14 {
        refuses(&BASE[lost..], CodeError::Incomplete);
    }
    refuses(&format!("segue: {}", &BASE[1..]), CodeError::Incomplete);
}

#[test]
fn of_two_different_codes_none_is_picked() {
    let other = with("54045.00", "54046.00");
    refuses(&format!("{BASE} ou {other}"), CodeError::Several);
    let wrapped = format!("{}\n{}", &other[..40], &other[40..]);
    refuses(&format!("{BASE} ou {wrapped}"), CodeError::Several);
}

#[test]
fn what_is_no_code_is_told_apart_from_one_that_is_broken() {
    for text in [
        "",
        "000201",
        "ana@bancoipe.example",
        "https://cardapio.example/mesa/12",
        "12345678000201",
        "\u{feff}",
    ] {
        refuses(text, CodeError::NotACode);
    }
    refuses(&sealed("0002015204000053039865802BR5903ANA6304"), CodeError::NotPix);
}

#[test]
fn what_is_too_long_is_refused_unread() {
    let around = " ".repeat(TEXT_MAX_BYTES - BASE.len());
    assert!(BrCode::decode(&format!("{BASE}{around}")).is_ok());
    refuses(&format!("{BASE} {around}"), CodeError::TooLong);
    refuses(&"000201".repeat(600), CodeError::Incomplete);
    let endless = format!("000201{}", "2699".repeat(1_000));
    refuses(&endless, CodeError::Incomplete);
}
