//! Messages of which there is one reading.

use super::*;

/// Reads amount in cents, key, description and what is marked.
#[track_caller]
fn says(text: &str, cents: Option<i64>, key: &str, description: Option<&str>, parts: &str) {
    let message = message(text);
    assert_eq!(message.amount, cents.map(Cents::new), "{text:?}");
    assert_eq!(message.key.as_str(), key, "{text:?}");
    assert_eq!(message.description.as_ref().map(Description::as_str), description, "{text:?}");
    assert_eq!(marked(&message.parts), parts, "{text:?}");
}

#[test]
fn the_messages_of_the_page_are_read_as_it_shows_them() {
    says(
        "manda 50 pro 21 99134-0876 pizza",
        Some(5_000),
        "+5521991340876",
        Some("pizza"),
        "manda|+50|pro|@21 99134-0876|\"pizza",
    );
    says(
        "send 50 to 21 99134-0876 pizza",
        Some(5_000),
        "+5521991340876",
        Some("pizza"),
        "send|+50|to|@21 99134-0876|\"pizza",
    );
    says(
        "manda 50 pro 11 98765-4321 pizza",
        Some(5_000),
        "+5511987654321",
        Some("pizza"),
        "manda|+50|pro|@11 98765-4321|\"pizza",
    );
}

#[test]
fn a_message_names_its_payee_by_a_key_of_any_kind() {
    for (written, key) in [
        ("ana@bancoipe.example", "ana@bancoipe.example"),
        ("529.982.247-25", "52998224725"),
        ("11.222.333/0001-81", "11222333000181"),
        ("12abc34501de35", "12ABC34501DE35"),
        ("123E4567-e12b-12d1-a456-426655440000", "123e4567-e12b-12d1-a456-426655440000"),
        ("+55 (11) 98765-4321", "+5511987654321"),
    ] {
        let text = format!("manda 50 pro {written} pizza");
        says(&text, Some(5_000), key, Some("pizza"), &format!("manda|+50|pro|@{written}|\"pizza"));
    }
}

#[test]
fn what_it_is_for_stands_at_the_end_or_behind_the_amount() {
    for (text, description) in [
        ("50 reais da pizza pro 11 98765-4321", Some("pizza")),
        ("manda 50 do almoço de ontem para 11 98765-4321, valeu!", Some("almoço de ontem")),
        ("R$ 50 11 98765-4321 referente ao Pedido 318", Some("Pedido 318")),
        ("R$ 50 11 98765-4321 ref. Pedido 318", Some("Pedido 318")),
        ("50 11 98765-4321 mesa 12", Some("mesa 12")),
        ("50 11 98765-4321 - \"Festa da Bia 🎉\"", Some("Festa da Bia 🎉")),
        ("50 11 98765-4321 pela carona, obrigada", Some("carona")),
        ("50 11 98765-4321 por favor", None),
        ("50 11 98765-4321 pro Rafa", None),
        ("50 pro Rafa 11 98765-4321", None),
        ("11 98765-4321 é a chave, manda 50", None),
        ("11 98765-4321 50 https://loja.example/12", None),
        ("pix: 11 98765-4321", None),
    ] {
        let read = message(text);
        assert_eq!(read.description.as_ref().map(Description::as_str), description, "{text}");
        assert_eq!(read.key.as_str(), "+5511987654321");
    }
    let endless = format!("50 11 98765-4321 {}", "x".repeat(141));
    assert_eq!(message(&endless).description, None);
}

#[test]
fn lines_emphasis_and_hidden_characters_change_nothing() {
    says(
        "Oi!\n\nManda 50\npro *ana@bancoipe.example*.\n",
        Some(5_000),
        "ana@bancoipe.example",
        None,
        "Oi!  Manda|+50|pro *|@ana@bancoipe.example|*.",
    );
    says(
        "50\u{a0}pro 21\u{a0}99134\u{2013}0876\u{200b} pizza",
        Some(5_000),
        "+5521991340876",
        Some("pizza"),
        "+50|pro|@21 99134-0876|\"pizza",
    );
    says(
        "50 para <ana@bancoipe.example>",
        Some(5_000),
        "ana@bancoipe.example",
        None,
        "+50|para <|@ana@bancoipe.example|>",
    );
}

#[test]
fn the_same_key_or_amount_twice_is_one() {
    let text = "manda 50 pro 11 98765-4321 (+5511987654321), R$ 50,00 da pizza";
    says(
        text,
        Some(5_000),
        "+5511987654321",
        Some("pizza"),
        "manda|+50|pro|@11 98765-4321|(|@+5511987654321|),|+R$ 50,00|da|\"pizza",
    );
}

#[test]
fn an_amount_in_words_alone_is_left_to_the_payer() {
    says(
        "manda cinquenta pro 11 98765-4321",
        None,
        "+5511987654321",
        None,
        "manda cinquenta pro|@11 98765-4321",
    );
}
