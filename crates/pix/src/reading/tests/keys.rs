//! Keys alone and among words, as people space and punctuate them.

use super::*;

#[track_caller]
fn is_key(text: &str, kind: KeyKind, normalised: &str) {
    match read(text) {
        Reading::Key(key) => assert_eq!((key.kind(), key.as_str()), (kind, normalised), "{text:?}"),
        other => panic!("{text:?}: {other:?}"),
    }
}

#[test]
fn a_key_alone_is_a_key_however_it_is_written() {
    for phone in [
        "+5511987654321",
        "+55 (11) 98765-4321",
        "55 11 98765-4321",
        "5511987654321",
        "11987654321",
        "(11) 98765-4321",
        "11 98765 - 4321",
        "11 9 8765 4321",
        "011 98765-4321",
        "(011)98765.4321",
        "📱 11 98765-4321",
        "\u{202a}+55 11 98765\u{2011}4321\u{202c}",
    ] {
        is_key(phone, KeyKind::Phone, "+5511987654321");
    }
    for cpf in ["52998224725", "529.982.247-25", "529 982 247 25", " 529982247-25 ", "529.982.247-25."] {
        is_key(cpf, KeyKind::Cpf, "52998224725");
    }
    for cnpj in ["11222333000181", "11.222.333/0001-81", "11 222 333 0001 81"] {
        is_key(cnpj, KeyKind::Cnpj, "11222333000181");
    }
    is_key("12.ABC.345/01de-35", KeyKind::Cnpj, "12ABC34501DE35");
    is_key("ZZZZZZZZ000191", KeyKind::Cnpj, "ZZZZZZZZ000191");
    is_key("Ana@BancoIpe.Example", KeyKind::Email, "ana@bancoipe.example");
    is_key("<ana@bancoipe.example>", KeyKind::Email, "ana@bancoipe.example");
    is_key("_ana@bancoipe.example_", KeyKind::Email, "ana@bancoipe.example");
    is_key("{123e4567-e12b-12d1-a456-426655440000}", KeyKind::Random, "123e4567-e12b-12d1-a456-426655440000");
}

#[test]
fn a_key_that_only_stands_alone_is_read_when_it_does() {
    is_key("a@b", KeyKind::Email, "a@b");
    is_key("+14155552671", KeyKind::Phone, "+14155552671");
    is_key("+1 415 555-2671", KeyKind::Phone, "+14155552671");
    is_key("+551133334444", KeyKind::Phone, "+551133334444");
    // Among words there is no telling where such a number ends.
    let foreign = nothing("send 50 to +1 415 555-2671");
    assert_eq!(foreign.amount, Some(Cents::new(5_000)));
}

#[test]
fn what_is_part_of_something_longer_is_no_key() {
    for text in [
        "pedido 529982247250",
        "x52998224725",
        "52998224725x",
        "11 98765-43210",
        "11 98765-4321-9",
        "1.11222333000181",
        "@ana",
        "ana@",
        "https://wa.me/5511987654321",
        "veja https://loja.example/ana@bancoipe.example",
        "123e4567-e12b-12d1-a456-426655440000-1",
        "www.loja.example/529.982.247-25",
        "52 98765-4321",
        "11 3333-4444",
    ] {
        let keys = match read(text) {
            Reading::Nothing(_) | Reading::Refused(_) => vec![],
            other => vec![other],
        };
        assert_eq!(keys, [], "{text:?}");
    }
}

#[test]
fn a_phone_that_reaches_into_an_email_is_none() {
    is_key("11900000000@bancoipe.example", KeyKind::Email, "11900000000@bancoipe.example");
    assert_eq!(nothing("ana@bancoipe.example@bancomare.example").amount, None);
    let spaced = message("11 900000000*@bancoipe.example");
    assert_eq!(spaced.key.as_str(), "900000000*@bancoipe.example");
}

#[test]
fn a_key_with_a_slip_is_named_and_never_taken_for_money() {
    for (text, fault) in [
        ("52998224724", "check its last two digits"),
        ("manda 50 pro 529.982.247-24", "check its last two digits"),
        ("manda 50 pro 20998224724", "begins with +55"),
        ("manda 50 pro 11.222.333/0001-80", "this CNPJ does not exist"),
        ("maria@", "an e-mail has one @"),
        ("123e4567e12b12d1a456426655440000", "with its hyphens"),
    ] {
        let nothing = nothing(text);
        let told = nothing.fault.unwrap().to_string();
        assert!(told.contains(fault), "{text}: {told}");
        assert_eq!(nothing.amount, text.contains("50 pro").then(|| Cents::new(5_000)), "{text}");
    }
}

#[test]
fn an_area_code_that_does_not_exist_makes_no_phone_of_a_wrong_cpf() {
    // 52 is no area: of 52998224724 only a CPF with a slip remains.
    assert!(nothing("52998224724").fault.is_some());
    is_key("(52) 99822-4724", KeyKind::Phone, "+5552998224724");
}
