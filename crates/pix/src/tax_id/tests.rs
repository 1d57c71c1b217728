//! The published numbers, and the check digits against an independent implementation.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use proptest::prelude::*;

use super::*;

const CPFS: [&str; 5] = ["12345678909", "11144477735", "52998224725", "98765432100", "51998259765"];

const CNPJS: [&str; 11] = [
    "11222333000181",
    "00000000000191",
    "11444777000161",
    "19131813000149",
    "12345678000195",
    "12ABC34501DE35",
    "A1B2C3D4000193",
    "ZZZZZZZZ000191",
    "AAAAAAAA000191",
    "PIX2026A000143",
    // Letters and digits eleven apart weigh the same, so this neighbour of 12ABC34501DE35 holds too.
    "126BC34501DE35",
];

#[test]
fn valid_numbers_are_read_whichever_kind_is_asked_for() {
    for text in CPFS {
        let cpf = TaxId::parse_cpf(text).unwrap();
        assert_eq!((cpf.kind(), cpf.as_str()), (TaxIdKind::Cpf, text));
        assert_eq!(TaxId::parse(text), Ok(cpf));
        assert_eq!(TaxId::parse_cnpj(text), Err(TaxIdError::CnpjForm));
    }
    for text in CNPJS {
        let cnpj = TaxId::parse_cnpj(text).unwrap();
        assert_eq!((cnpj.kind(), cnpj.as_str()), (TaxIdKind::Cnpj, text));
        assert_eq!(TaxId::parse(text), Ok(cnpj));
        assert_eq!(TaxId::parse_cpf(text), Err(TaxIdError::CpfForm));
    }
}

#[test]
fn numbers_that_nobody_can_hold_are_refused() {
    use TaxIdError::*;
    let cases = [
        ("12345678900", CpfCheckDigits),
        ("52998224724", CpfCheckDigits),
        ("11111111111", CpfCheckDigits),
        ("00000000000", CpfCheckDigits),
        ("5299822472", Length),
        ("123456789090", Length),
        ("11222333000180", CnpjCheckDigits),
        ("11222333000118", CnpjCheckDigits),
        ("11444777000162", CnpjCheckDigits),
        ("00000000000000", CnpjCheckDigits),
        ("1122233300018", Length),
        ("112223330001811", Length),
        ("12ABC34501DE36", CnpjCheckDigits),
        ("12ABC34501DE53", CnpjCheckDigits),
        ("21ABC34501DE35", CnpjCheckDigits),
        ("A1B2C3D4000139", CnpjCheckDigits),
        ("12ABC34501DEAB", CnpjForm),
        ("12ABC34501D35", Length),
        ("", Length),
    ];
    for (text, error) in cases {
        assert_eq!(TaxId::parse(text), Err(error), "{text:?}");
        assert!(TaxId::parse_cpf(text).is_err() && TaxId::parse_cnpj(text).is_err(), "{text:?}");
    }
}

#[test]
fn punctuation_is_taken_off_where_it_belongs() {
    for text in ["529.982.247-25", " 529.982.247-25\n", "529982247-25", "529.982.24725"] {
        assert_eq!(TaxId::parse(text).map(|cpf| cpf.to_string()), Ok("52998224725".to_owned()), "{text:?}");
    }
    for text in ["12.ABC.345/01DE-35", "12abc34501de35", "12.abc.345/01de-35", "12ABC34501DE-35"] {
        assert_eq!(
            TaxId::parse(text).map(|cnpj| cnpj.to_string()),
            Ok("12ABC34501DE35".to_owned()),
            "{text:?}"
        );
    }
}

#[test]
fn punctuation_anywhere_else_is_refused() {
    let texts = [
        "5../..2998224725",
        "5.2998224725",
        "529..982.247-25",
        "529-982-247.25",
        "529.982.247-25-",
        "-52998224725",
        "529 982 247 25",
        "529.982.247/25",
        "11/222/333/0001-81",
        "11.222.333/0001-81/",
        "112.22333000181",
        "5299822472é",
        "529982247２5",
        "52998224725\0",
    ];
    for text in texts {
        assert!(TaxId::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_payer_sees_the_middle_of_a_cpf_and_the_whole_of_a_cnpj() {
    let shown = |text: &str| TaxId::parse(text).map(|id| (id.formatted(), id.masked())).unwrap();
    assert_eq!(shown("11177788861"), ("111.777.888-61".to_owned(), "***.777.888-**".to_owned()));
    let cnpj = "11.222.333/0001-81".to_owned();
    assert_eq!(shown("11222333000181"), (cnpj.clone(), cnpj));
    assert_eq!(shown("12abc34501de35").1, "12.ABC.345/01DE-35");
}

#[test]
fn a_tax_id_travels_as_its_bare_text_and_is_checked_on_arrival() {
    let cpf = TaxId::parse("529.982.247-25").unwrap();
    assert_eq!(serde_json::to_string(&cpf).unwrap(), "\"52998224725\"");
    assert_eq!(serde_json::from_str::<TaxId>("\"529.982.247-25\"").unwrap(), cpf);
    let refusal = serde_json::from_str::<TaxId>("\"52998224724\"").unwrap_err().to_string();
    assert!(refusal.contains("check its last two digits"), "{refusal}");
}

proptest! {
    #[test]
    fn cpfs_agree_with_an_independent_check(root in "[0-9]{9}") {
        for ending in 0..100 {
            let text = format!("{root}{ending:02}");
            prop_assert_eq!(TaxId::parse_cpf(&text).is_ok(), cpf_cnpj::cpf::validate(&text));
        }
    }

    #[test]
    fn of_a_hundred_endings_exactly_one_makes_a_number(cpf in "[0-9]{9}", cnpj in "[0-9A-Z]{12}") {
        prop_assume!(!cpf.bytes().all(|b| b == cpf.as_bytes()[0]) && cnpj != "0".repeat(12));
        let valid = |root: &str| (0..100).filter(|end| TaxId::parse(&format!("{root}{end:02}")).is_ok()).count();
        prop_assert_eq!((valid(&cpf), valid(&cnpj)), (1, 1));
    }

    #[test]
    fn cnpjs_agree_with_an_independent_check(root in "[0-9A-Z]{12}") {
        for ending in 0..100 {
            let text = format!("{root}{ending:02}");
            prop_assert_eq!(TaxId::parse_cnpj(&text).is_ok(), cpf_cnpj::cnpj::validate(&text));
        }
    }

    #[test]
    fn every_number_is_read_back_from_its_formatted_text(text in "[0-9]{11}|[0-9A-Z]{12}[0-9]{2}") {
        if let Ok(id) = TaxId::parse(&text) {
            prop_assert_eq!(TaxId::parse(&id.formatted()), Ok(id));
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}|[-./0-9a-zA-Z]{0,24}") {
        let _ = (TaxId::parse(&text), TaxId::parse_cpf(&text), TaxId::parse_cnpj(&text));
    }
}
