//! What we make: within every bound, in ASCII, and never empty where the standard asks for something.

use super::*;

fn code_of(key: &str) -> StaticCode {
    StaticCode {
        key: PixKey::detect(key).unwrap(),
        amount: None,
        txid: None,
        description: None,
        merchant: Merchant::new("Ana Prado", "São Paulo"),
    }
}

#[test]
fn names_and_cities_are_folded_to_what_every_reader_takes() {
    for (name, folded) in [
        ("JOÃO ÁVILA & IRMÃOS", "JOAO AVILA E IRMAOS"),
        ("Jose\u{301} D’Ávila", "Jose DAvila"),
        ("loja_do_zé @ centro 🍕", "loja do ze centro"),
        ("Straße Ærø Łódź Nº 1", "Strasse AEro Lodz No 1"),
        ("Ana – Bolos\n\u{202e}", "Ana - Bolos"),
        ("Associação dos Moradores do Sul", "Associacao dos Moradores"),
        ("李小龍", "RECEBEDOR"),
        ("", "RECEBEDOR"),
        ("...", "RECEBEDOR"),
    ] {
        assert_eq!(Merchant::new(name, "").name(), folded);
    }
    for (city, folded) in [
        ("São Paulo", "Sao Paulo"),
        ("Embu-Guaçu", "Embu-Guacu"),
        ("São José do Rio Preto", "Sao Jose do Rio"),
        ("🌊", "BRASIL"),
    ] {
        assert_eq!(Merchant::new("", city).city(), folded);
    }
}

#[test]
fn a_description_is_cut_to_what_fits_beside_the_key() {
    let mut code = code_of("123e4567-e12b-12d1-a456-426655440000");
    for (written, fits) in [(37, 37), (38, 37), (140, 37)] {
        code.description = Some(Description::parse(&"x".repeat(written)).unwrap());
        let text = code.encode().unwrap();
        assert!(
            text.starts_with(&format!("00020126990014br.gov.bcb.pix0136{}02{fits}x", code.key)),
            "{text}"
        );
        assert_eq!(read_static(&text).description.unwrap().as_str(), "x".repeat(fits));
    }
    let longest = format!("{}@bancoipe.example", "m".repeat(77 - "@bancoipe.example".len()));
    let mut code = code_of(&longest);
    code.description = Some(Description::parse("pizza").unwrap());
    assert_eq!(read_static(&code.encode().unwrap()).description, None, "a key of 77 leaves no room");
}

#[test]
fn a_description_is_folded_and_one_of_nothing_else_is_left_out() {
    let mut code = code_of("ana@bancoipe.example");
    for (written, made) in [("Açaí & pão 🍲", Some("Acai & pao")), ("🍲", None)] {
        code.description = Some(Description::parse(written).unwrap());
        let read = read_static(&code.encode().unwrap());
        assert_eq!(read.description.as_ref().map(Description::as_str), made);
    }
}

#[test]
fn an_amount_has_a_point_and_two_decimals() {
    for (cents, field) in
        [(1, "54040.01"), (500, "54045.00"), (123_456, "54071234.56"), (999_999_999_999, "54139999999999.99")]
    {
        let code = StaticCode { amount: Some(Cents::new(cents)), ..code_of("ana@bancoipe.example") };
        assert!(code.encode().unwrap().contains(field), "{field}");
    }
    for cents in [0, -1, 1_000_000_000_000, i64::MAX, i64::MIN] {
        let code = StaticCode { amount: Some(Cents::new(cents)), ..code_of("ana@bancoipe.example") };
        assert_eq!(code.encode(), Err(EncodeError::Amount));
    }
}

#[test]
fn a_dynamic_code_says_where_and_to_be_used_once_and_no_amount() {
    let location = Location::of_charge("pix.ipe.example", "3fA9").unwrap();
    let code = DynamicCode { location, merchant: Merchant::new("Café da Praça", "São Paulo") };
    let text = code.encode().unwrap();
    let body = "00020101021226440014br.gov.bcb.pix2522pix.ipe.example/c/3fA95204000053039865802BR5913Cafe da Praca\
        6009Sao Paulo62070503***6304";
    assert_eq!(text, sealed(body));
    assert_eq!(read_dynamic(&text), read_dynamic(&BrCode::Dynamic(code).encode().unwrap()));
}

#[test]
fn a_location_that_was_read_may_be_too_long_to_be_made() {
    let location: Location = format!("pix.example/{}", "x".repeat(80)).parse().unwrap();
    let code = DynamicCode { location, merchant: Merchant::default() };
    assert_eq!(code.encode(), Err(EncodeError::Location));
}
