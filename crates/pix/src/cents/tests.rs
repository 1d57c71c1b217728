//! Amounts as they are written, read and added up.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

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
