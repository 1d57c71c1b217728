//! What breaks elsewhere, field by field: each is read here as it was meant, or refused.

use super::*;

#[test]
fn a_checksum_that_begins_with_zero_has_four_digits() {
    let body =
        BASE[..BASE.len() - 4].replace("54045.00", "540510.00").replace("62070503***", "62090505PED16");
    assert_eq!(read_static(&format!("{body}0431")).txid.unwrap().as_str(), "PED16");
    refuses(&format!("{body}431"), CodeError::Incomplete);
    for error in [CodeError::Incomplete, CodeError::Checksum] {
        assert!(error.to_string().contains("ask for it again"), "{error}");
    }
}

#[test]
fn a_checksum_in_lower_case_is_the_same() {
    let code = BASE.replace("54045.00", "54047.50").replace("92C1", "3c4f");
    assert_eq!(read_static(&code).amount, Some(Cents::new(750)));
}

#[test]
fn a_code_without_checksum_is_refused() {
    refuses(&BASE[..BASE.len() - 8], CodeError::Incomplete);
    refuses(&BASE[..BASE.len() - 4], CodeError::Incomplete);
    for cut in 20..BASE.len() {
        refuses(&BASE[..cut], CodeError::Incomplete);
    }
}

#[test]
fn accents_are_read_whether_their_generator_counted_characters_or_bytes() {
    let base = BASE[..BASE.len() - 4].replace("54045.00", "54047.50");
    for (name, city, checksum) in [("5919", "6009", "8BA1"), ("5922", "6010", "E68D")] {
        let body = base
            .replace("5913FULANO DE TAL", &format!("{name}JOÃO ÁVILA & IRMÃOS"))
            .replace("6008BRASILIA", &format!("{city}SÃO PAULO"));
        let code = read_static(&format!("{body}{checksum}"));
        assert_eq!((code.merchant.name(), code.merchant.city()), ("JOÃO ÁVILA & IRMÃOS", "SÃO PAULO"));
        let ours = read_static(&code.encode().unwrap());
        assert_eq!((ours.merchant.name(), ours.merchant.city()), ("JOAO AVILA E IRMAOS", "SAO PAULO"));
    }
    // People count an emoji once, JavaScript twice, the standard four times.
    for count in [10, 11, 13] {
        let emoji = read_static(&with("5913FULANO DE TAL", &format!("59{count}PIZZA 🍕 OI")));
        assert_eq!(emoji.merchant.name(), "PIZZA 🍕 OI");
    }
}

#[test]
fn a_name_longer_than_the_standard_has_room_for_is_read() {
    let code = read_static(&with("5913FULANO DE TAL", "5931ASSOCIACAO DOS MORADORES DO SUL"));
    assert_eq!(code.merchant.name(), "ASSOCIACAO DOS MORADORES DO SUL");
    assert_eq!(read_static(&code.encode().unwrap()).merchant.name(), "ASSOCIACAO DOS MORADORES");
}

#[test]
fn keys_are_normalised_as_in_the_field_for_a_key() {
    for (written, kind, key) in [
        ("5511987654321", KeyKind::Phone, "+5511987654321"),
        ("11987654321", KeyKind::Phone, "+5511987654321"),
        ("51998259765", KeyKind::Cpf, "51998259765"),
        ("529.982.247-25", KeyKind::Cpf, "52998224725"),
        ("ANA@BANCOIPE.EXAMPLE", KeyKind::Email, "ana@bancoipe.example"),
        ("12.abc.345/01de-35", KeyKind::Cnpj, "12ABC34501DE35"),
    ] {
        let code = read_static(&with_key(written));
        assert_eq!((code.key.kind(), code.key.as_str()), (kind, key));
    }
    for no_key in ["43214833", "52998224724", "ana", "+5"] {
        let refusal = BrCode::decode(&with_key(no_key)).unwrap_err();
        assert!(
            refusal.to_string().starts_with("the key inside the code does not exist"),
            "{no_key}: {refusal}"
        );
    }
}

fn with_key(key: &str) -> String {
    with_account(&[(0, GUI), (1, key)])
}

#[test]
fn an_amount_is_whole_reais_or_has_a_point_and_never_a_third_decimal() {
    let with_amount = |text: &str| with("54045.00", &format!("54{:02}{text}", text.len()));
    for (text, cents) in [
        ("262.5", 26_250),
        ("100", 10_000),
        ("0.01", 1),
        ("007.50", 750),
        ("9999999999.99", 999_999_999_999),
        ("9999999999999", 999_999_999_999_900),
    ] {
        assert_eq!(read_static(&with_amount(text)).amount, Some(Cents::new(cents)), "{text}");
    }
    for text in
        ["1,50", "0.00", "0", "-1.00", "1.005", "1.", ".50", "1.5.0", "1e2", "R$ 5", "+5", "99999999999999"]
    {
        refuses(&with_amount(text), CodeError::Amount);
    }
    refuses(&with("54045.00", "54045.0054046.00"), CodeError::Amount);
    for open in ["", "5400"] {
        assert_eq!(read_static(&with("54045.00", open)).amount, None);
    }
}

#[test]
fn an_identifier_is_read_as_its_generator_wrote_it_and_made_of_letters_and_digits() {
    for (written, read) in [
        ("62100506PED 12", Some("PED 12")),
        ("6218051401234567890123", Some("01234567890123")),
        ("621805141401-23456-789", Some("1401-23456-789")),
        ("62070503***", None),
        ("6200", None),
        ("", None),
        ("62400536123e4567-e12b-12d1-a456-426655440000", None),
    ] {
        let code = read_static(&with("62070503***", written));
        assert_eq!(code.txid.as_ref().map(Txid::as_str), read, "{written}");
        let is_ours = read.is_none_or(|text| Txid::for_static(text).is_ok());
        assert_eq!(code.encode().is_ok(), is_ours, "{written}");
    }
}

#[test]
fn only_brazil_and_its_money_are_paid() {
    refuses(&with("5303986", "5303840"), CodeError::Currency);
    refuses(&with("5303986", ""), CodeError::Currency);
    refuses(&with("5802BR", "5802US"), CodeError::Country);
    refuses(&with("5802BR", ""), CodeError::Country);
}

#[test]
fn of_several_templates_the_one_of_pix_is_taken() {
    let pix = "26420014br.gov.bcb.pix0120ana@bancoipe.example";
    let other = "26300012br.com.outro01100123456789";
    for both in [format!("{other}{pix}"), format!("{pix}{other}"), format!("{pix}{other}5104abcd")] {
        assert_eq!(read_static(&with(pix, &both)).key.as_str(), "ana@bancoipe.example");
    }
    for id in 26..=51 {
        assert_eq!(
            read_static(&with("26420014", &format!("{id}420014"))).key.as_str(),
            "ana@bancoipe.example"
        );
    }
    refuses(&with(pix, &format!("{pix}{}", pix.replace("ana@", "bia@"))), CodeError::TwoPayees);
    refuses(&with(pix, other), CodeError::NotPix);
    refuses(&with(pix, ""), CodeError::NotPix);
}
