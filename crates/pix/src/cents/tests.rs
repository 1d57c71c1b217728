//! Amounts as they are written, read and added up.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use proptest::prelude::*;

use super::*;

#[test]
fn amounts_are_shown_as_brazil_writes_them() {
    let cases = [
        (0, "R$ 0,00"),
        (7, "R$ 0,07"),
        (100, "R$ 1,00"),
        (99_999, "R$ 999,99"),
        (100_000, "R$ 1.000,00"),
        (123_456, "R$ 1.234,56"),
        (12_345_678_901, "R$ 123.456.789,01"),
        (-100, "− R$ 1,00"),
        (-5, "− R$ 0,05"),
        (i64::MAX, "R$ 92.233.720.368.547.758,07"),
        (i64::MIN, "− R$ 92.233.720.368.547.758,08"),
    ];
    for (cents, text) in cases {
        assert_eq!(Cents::new(cents).to_string(), text);
    }
}

#[test]
fn what_people_type_is_read() {
    let cases = [
        ("0", 0),
        ("10", 1_000),
        ("10,5", 1_050),
        ("10,05", 1_005),
        ("1234,56", 123_456),
        ("1.234,56", 123_456),
        ("1.234", 123_400),
        ("R$ 1.234,56", 123_456),
        ("R$\u{a0}1,00", 100),
        (" R$1,00 ", 100),
        ("-1,00", -100),
        ("- R$ 1,00", -100),
        ("−R$ 0,01", -1),
        ("007", 700),
    ];
    for (text, cents) in cases {
        assert_eq!(Cents::parse_brl(text), Ok(Cents::new(cents)), "{text:?}");
    }
}

#[test]
fn what_could_mean_two_things_is_refused_rather_than_guessed() {
    let texts = [
        "", " ", "R$", "-", "1.50", "1.5", "1,234.56", "1,234", "1,", ",50", "1..000", ".100", "1234.567",
        "12.34,5", "1e3", "+1", "--1", "1,-5", "1,+5", "R$ R$ 1", "1 000", "dez", "١٢", "1\n2", "NaN",
        "0x10",
    ];
    for text in texts {
        assert_eq!(Cents::parse_brl(text), Err(CentsError::Unreadable), "{text:?}");
    }
}

#[test]
fn amounts_beyond_all_money_are_refused() {
    for text in ["92.233.720.368.547.758,08", "99999999999999999999", &"9".repeat(10_000), &" 1".repeat(100)]
    {
        assert_eq!(Cents::parse_brl(text), Err(CentsError::TooLarge), "{text:?}");
    }
}

#[test]
fn arithmetic_that_overflows_has_no_result() {
    let [most, least, one] = [i64::MAX, i64::MIN, 1].map(Cents::new);
    assert_eq!(most.checked_add(one), None);
    assert_eq!(least.checked_sub(one), None);
    assert_eq!(least.checked_neg(), None);
    assert_eq!(Cents::checked_sum([most, one]), None);
    assert_eq!(one.checked_sub(one), Some(Cents::ZERO));
    assert_eq!(Cents::checked_sum([one, one, one]), Some(Cents::new(3)));
    assert_eq!(Cents::checked_sum([]), Some(Cents::ZERO));
}

#[test]
fn an_amount_travels_as_a_whole_number_and_nothing_else() {
    assert_eq!(serde_json::to_string(&Cents::new(-123)).unwrap(), "-123");
    assert_eq!(serde_json::from_str::<Cents>("123").unwrap(), Cents::new(123));
    for json in ["1.5", "1.0", "\"1\"", "null", "9223372036854775808", "1e2"] {
        assert!(serde_json::from_str::<Cents>(json).is_err(), "{json}");
    }
}

proptest! {
    #[test]
    fn every_amount_is_read_back_from_its_text(cents: i64) {
        let cents = Cents::new(cents);
        prop_assert_eq!(Cents::parse_brl(&cents.to_string()), Ok(cents));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}|[-−R$ .,0-9]{0,30}") {
        let _ = Cents::parse_brl(&text);
    }
}
