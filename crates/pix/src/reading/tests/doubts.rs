//! Where there are two readings, both are told and none is picked.

use super::*;

fn amounts(unsure: &Unsure) -> Vec<(i64, &str)> {
    unsure.amounts.iter().map(|choice| (choice.amount.get(), &*choice.around)).collect()
}

fn keys(unsure: &Unsure) -> Vec<(KeyKind, &str)> {
    unsure.keys.iter().map(|key| (key.kind(), key.as_str())).collect()
}

const PHONE: (KeyKind, &str) = (KeyKind::Phone, "+5551998259765");
const CPF: (KeyKind, &str) = (KeyKind::Cpf, "51998259765");

#[test]
fn a_message_with_two_amounts_asks_which() {
    let unsure = unsure("manda 50 pro 21 99134-0876 faltou 35 da pizza");
    assert_eq!(amounts(&unsure), [(5_000, "manda 50 pro"), (3_500, "faltou 35 da pizza")]);
    assert_eq!(keys(&unsure), [(KeyKind::Phone, "+5521991340876")]);
    assert_eq!(unsure.description, None, "the words beside the other amount are not meant either");
    assert_eq!(marked(&unsure.parts), "manda|+50|pro|@21 99134-0876|faltou|+35|da pizza");
}

#[test]
fn eleven_digits_that_are_a_mobile_and_a_cpf_ask_which() {
    let unsure = unsure("manda 50 pro 51998259765 pizza");
    assert_eq!(keys(&unsure), [PHONE, CPF]);
    assert_eq!(amounts(&unsure), [(5_000, "manda 50 pro")]);
    assert_eq!(unsure.description.as_ref().unwrap().as_str(), "pizza");
    assert_eq!(marked(&unsure.parts), "manda|+50|pro|@51998259765|\"pizza");
    assert_eq!(keys(&super::unsure("51998259765")), [PHONE, CPF]);
}

#[test]
fn how_the_eleven_digits_are_written_says_what_they_are() {
    for (text, key) in [
        ("51 99825-9765", PHONE),
        ("(51)998259765", PHONE),
        ("+5551998259765", PHONE),
        ("5551998259765", PHONE),
        ("519.982.597-65", CPF),
        ("519982597-65", CPF),
    ] {
        let Reading::Key(read) = read(text) else { panic!("{text}") };
        assert_eq!((read.kind(), read.as_str()), key, "{text}");
    }
}

#[test]
fn two_payees_ask_which_and_two_amounts_with_them() {
    let keyed = unsure("50 pra ana@bancoipe.example ou pro 11 98765-4321");
    assert_eq!(keys(&keyed), [(KeyKind::Email, "ana@bancoipe.example"), (KeyKind::Phone, "+5511987654321")]);
    let both = unsure("50 pra ana@bancoipe.example e 30 pra bia@bancomare.example");
    assert_eq!((both.keys.len(), both.amounts.len()), (2, 2));
}

#[test]
fn a_list_is_no_message() {
    let payees = |count| (0..count).map(|n| format!("ana{n}@bancoipe.example ")).collect::<String>();
    assert_eq!(unsure(&payees(4)).keys.len(), 4);
    assert_eq!(read(&payees(5)), Reading::Refused(Refusal::TooMany));
    let bill =
        |count| (1..=count).map(|n| format!("{n},90 ")).collect::<String>() + "pra ana@bancoipe.example";
    assert_eq!(unsure(&bill(8)).amounts.len(), 8);
    let long = message(&bill(9));
    assert_eq!((long.amount, long.key.as_str()), (None, "ana@bancoipe.example"));
}

#[test]
fn an_amount_that_is_written_two_ways_or_beside_one_in_words_is_in_doubt() {
    let english = unsure("send 1,500 to ana@bancoipe.example");
    assert_eq!(amounts(&english), [(150_000, "send 1,500 to"), (150, "send 1,500 to")]);
    let in_words = unsure("manda mil e 50 pra ana@bancoipe.example");
    assert_eq!(amounts(&in_words), [(5_000, "e 50 pra")], "it may be the other one, which we cannot read");
    assert_eq!(amounts(&unsure("cinco reais pra ana@bancoipe.example faltou 35"))[0].0, 3_500);
    let sum = unsure("manda 2 mil e 500 pra ana@bancoipe.example");
    assert_eq!(amounts(&sum), [(200_000, "manda 2 mil e"), (50_000, "e 500 pra")]);
    assert_eq!(unsure("50 pra ana@bancoipe.example 2 pizzas").amounts.len(), 2);
}

#[test]
fn a_country_written_without_its_plus_is_never_an_amount() {
    let message = message("manda 55 11 98765-4321");
    assert_eq!((message.key.as_str(), message.amount), ("+5511987654321", None));
}
