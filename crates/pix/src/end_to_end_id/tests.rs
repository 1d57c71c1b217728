//! Ids as they are minted, read and sorted.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "E10000001202611231504a0Z000000zz";

/// The milliseconds from 1970 to 2100.
const MILLIS: std::ops::Range<i64> = 0..4_102_444_800_000;

fn ispb() -> Ispb {
    "10000001".parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn an_id_says_which_bank_made_it_and_in_which_utc_minute() {
    let id: EndToEndId = SAMPLE.parse().unwrap();
    assert_eq!((id.as_str(), id.to_string().as_str()), (SAMPLE, SAMPLE));
    assert_eq!((id.ispb(), id.minted_at_minute()), (ispb(), at("2026-11-23T15:04:00Z")));
    let letters: EndToEndId = "E12ABC34Z20240229235900000000000".parse().unwrap();
    assert_eq!(
        (letters.ispb().as_str(), letters.minted_at_minute()),
        ("12ABC34Z", at("2024-02-29T23:59:00Z"))
    );
}

#[test]
fn a_return_has_an_id_of_its_own_kind() {
    let now = at("2026-11-23T15:04:05Z");
    let (transfer, given_back) = (EndToEndId::mint(ispb(), now, 7), EndToEndId::mint_return(ispb(), now, 7));
    assert_eq!((transfer.is_return(), given_back.is_return()), (false, true));
    assert_eq!(given_back.as_str()[1..], transfer.as_str()[1..]);
    assert_eq!(given_back.as_str().parse(), Ok(given_back));
}

#[test]
fn texts_of_another_form_are_refused() {
    let long = "E".repeat(10_000);
    let texts = [
        "",
        "E",
        "F10000001202611231504a0Z000000zz",
        "d10000001202611231504a0Z000000zz",
        "e10000001202611231504a0Z000000zz",
        "E1000000a202611231504a0Z000000zz",
        "E100000012026112315 4a0Z000000zz",
        "E10000001202611231504a0Z000000z",
        "E10000001202611231504a0Z000000zzz",
        "E10000001202611231504a0Z000000z-",
        "E10000001202611231504a0Z000000é",
        " E10000001202611231504a0Z00000zz",
        &long,
    ];
    for text in texts {
        assert_eq!(text.parse::<EndToEndId>(), Err(EndToEndIdError::Form), "{text:?}");
    }
}

#[test]
fn minutes_that_no_calendar_has_are_refused() {
    for minute in [
        "202613010000",
        "202600100000",
        "202602290000",
        "202604310000",
        "202611232400",
        "202611232360",
        "196912312359",
        "999912312359",
    ] {
        let text = format!("E10000001{minute}00000000000");
        assert_eq!(text.parse::<EndToEndId>(), Err(EndToEndIdError::Minute), "{minute}");
    }
}

#[test]
fn a_minted_id_holds_the_minute_then_the_milliseconds_then_the_entropy() {
    let minted = |now: &str, entropy| EndToEndId::mint(ispb(), at(now), entropy).to_string();
    assert_eq!(minted("2026-11-23T15:04:00Z", 0), "E1000000120261123150400000000000");
    assert_eq!(minted("2026-11-23T15:04:00.061999Z", 61), "E1000000120261123150400z0000000z");
    // 59,999 is F·62² + 37·62 + 45 with F = 15.
    assert_eq!(minted("2026-11-23T12:04:59.999-03:00", 62), "E10000001202611231504Fbj00000010");
    assert_eq!(minted("2026-11-23T15:04:00Z", 62u64.pow(8) - 1), "E10000001202611231504000zzzzzzzz");
    assert_eq!(minted("2026-11-23T15:04:00Z", 62u64.pow(8)), minted("2026-11-23T15:04:00Z", 0));
}

#[test]
fn an_instant_outside_the_ids_calendar_still_makes_an_id() {
    for (now, year) in [(Timestamp::MIN, "197001010000"), (Timestamp::MAX, "99991230")] {
        let id = EndToEndId::mint(ispb(), now, 7);
        assert!(id.as_str()[9..].starts_with(year), "{id}");
        assert_eq!(id.as_str().parse(), Ok(id));
    }
}

#[test]
fn an_id_travels_as_a_string_and_is_checked_on_arrival() {
    let id: EndToEndId = SAMPLE.parse().unwrap();
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, format!("\"{SAMPLE}\""));
    assert_eq!(serde_json::from_str::<EndToEndId>(&json).unwrap(), id);
    assert!(serde_json::from_str::<EndToEndId>("\"E1\"").is_err());
}

proptest! {
    #[test]
    fn a_minted_id_is_read_back_with_its_bank_and_minute(millis in MILLIS, entropy: u64, code in "[0-9A-Z]{8}") {
        let (bank, now): (Ispb, _) = (code.parse().unwrap(), Timestamp::from_millisecond(millis).unwrap());
        let id = EndToEndId::mint(bank, now, entropy);
        prop_assert_eq!(id.as_str().parse(), Ok(id));
        prop_assert_eq!(id.ispb(), bank);
        prop_assert_eq!(id.minted_at_minute().as_millisecond(), millis - millis % 60_000);
    }

    #[test]
    fn ids_of_one_bank_sort_by_the_millisecond(early in MILLIS, later in 1..200_000i64, one: u64, other: u64) {
        let [first, second] = [early, early + later].map(|millis| Timestamp::from_millisecond(millis).unwrap());
        prop_assert!(EndToEndId::mint(ispb(), first, one) < EndToEndId::mint(ispb(), second, other));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}|E[0-9A-Z]{8}[0-9]{12}[0-9A-Za-z]{11}") {
        let _ = text.parse::<EndToEndId>();
    }
}
