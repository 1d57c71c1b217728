//! The rules of the directory, as tables.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use super::*;
use pix::KeyKind;

const PERSON: &str = "52998224725";
const COMPANY: &str = "11222333000181";

fn ispb(text: &str) -> Ispb {
    text.parse().unwrap()
}

fn account() -> Account {
    Account { bank: ispb("10000001"), branch: "1".into(), number: "77".into() }
}

fn owner(tax_id: &str) -> Owner {
    Owner { name: "Maria".into(), tax_id: tax_id.parse().unwrap() }
}

fn key(text: &str) -> PixKey {
    PixKey::detect(text).unwrap()
}

fn registration(key_text: &str) -> Registration {
    Registration {
        request_id: Uuid::from_u128(1),
        key: key(key_text),
        account: account(),
        owner: owner(PERSON),
    }
}

fn entry(entry_id: u128, key_text: &str, bank: &str) -> Entry {
    Entry {
        entry_id: Uuid::from_u128(entry_id),
        key: key(key_text),
        bank: ispb(bank),
        branch: "1".into(),
        account: "77".into(),
        owner: owner(PERSON),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn past(key_text: &str) -> Past {
    Past { account: account(), key: key(key_text) }
}

fn decide(registration: &Registration, present: &Present<'_>) -> Result<Decided, DirectoryRefusal> {
    registration.decide(present, Timestamp::UNIX_EPOCH)
}

#[test]
fn a_free_key_becomes_an_entry_named_by_its_request() {
    let decided = decide(&registration("maria@example.com"), &Present::default());
    assert_eq!(decided, Ok(Decided::New(entry(1, "maria@example.com", "10000001"))));
}

#[test]
fn a_key_has_one_owner_also_within_one_bank() {
    for bank in ["10000001", "20000002"] {
        let held = entry(9, "maria@example.com", bank);
        let present = Present { entry: Some(&held), ..Present::default() };
        let refused = decide(&registration("maria@example.com"), &present);
        assert_eq!(refused, Err(DirectoryRefusal::Taken(ispb(bank))));
    }
}

#[test]
fn a_person_may_have_five_keys_and_a_company_twenty() {
    let full = |most| Err(DirectoryRefusal::TooMany(most));
    for (holder, count, expected) in [
        (PERSON, 4, Ok(())),
        (PERSON, 5, full(5)),
        (PERSON, 6, full(5)),
        (COMPANY, 5, Ok(())),
        (COMPANY, 19, Ok(())),
        (COMPANY, 20, full(20)),
    ] {
        let wish = Registration { owner: owner(holder), ..registration("maria@example.com") };
        let got = decide(&wish, &Present { count, ..Present::default() });
        assert_eq!(got.map(drop), expected, "{holder} with {count} keys");
    }
}

#[test]
fn a_tax_id_is_a_key_of_its_own_holder_only() {
    for (text, holder, allowed) in [
        (PERSON, PERSON, true),
        (COMPANY, COMPANY, true),
        (PERSON, COMPANY, false),
        (COMPANY, PERSON, false),
        ("11144477735", PERSON, false),
        ("+5511987654321", COMPANY, true),
    ] {
        let wish = Registration { owner: owner(holder), ..registration(text) };
        let got = decide(&wish, &Present::default()).map(drop);
        assert_eq!(
            got,
            if allowed { Ok(()) } else { Err(DirectoryRefusal::NotTheOwners) },
            "{text} of {holder}"
        );
    }
}

#[test]
fn whose_number_it_is_counts_before_who_holds_it() {
    let held = entry(9, "11144477735", "20000002");
    let present = Present { entry: Some(&held), count: 5, ..Present::default() };
    assert_eq!(decide(&registration("11144477735"), &present), Err(DirectoryRefusal::NotTheOwners));
}

#[test]
fn a_repeat_gets_its_entry_even_when_the_account_is_full_by_now() {
    let (before, held) = (past("maria@example.com"), entry(1, "maria@example.com", "10000001"));
    let present = Present { entry: Some(&held), past: Some((&before, Some(&held))), count: 5 };
    assert_eq!(decide(&registration("maria@example.com"), &present), Ok(Decided::Repeat(held.clone())));
}

#[test]
fn a_repeat_for_a_random_key_gets_the_one_drawn_first() {
    let first = PixKey::random(1);
    let before = Past { account: account(), key: first.clone() };
    let held = Entry { key: first, ..entry(1, "maria@example.com", "10000001") };
    let again = Registration { key: PixKey::random(2), ..registration("maria@example.com") };
    assert_eq!(again.key.kind(), KeyKind::Random);
    let present = Present { entry: None, past: Some((&before, Some(&held))), count: 1 };
    assert_eq!(decide(&again, &present), Ok(Decided::Repeat(held.clone())));
}

#[test]
fn a_late_repeat_of_a_removed_registration_changes_nothing() {
    let before = past("maria@example.com");
    let later = entry(2, "maria@example.com", "20000002");
    for held in [None, Some(&later)] {
        let present = Present { entry: held, past: Some((&before, held)), count: 0 };
        assert_eq!(decide(&registration("maria@example.com"), &present), Err(DirectoryRefusal::Removed));
    }
}

#[test]
fn a_request_id_names_one_registration_for_ever() {
    let before = past("maria@example.com");
    let held = entry(1, "maria@example.com", "10000001");
    let present = Present { entry: None, past: Some((&before, Some(&held))), count: 0 };
    let other_account = Account { number: "78".into(), ..account() };
    let other_bank = Account { bank: ispb("20000002"), ..account() };
    let same = registration("maria@example.com");
    let wishes = [
        registration("ana@example.com"),
        Registration { key: PixKey::random(1), ..same.clone() },
        Registration { account: other_account, ..same.clone() },
        Registration { account: other_bank, ..same },
    ];
    for wish in wishes {
        assert_eq!(decide(&wish, &present), Err(DirectoryRefusal::RequestIdReused), "{wish:?}");
    }
}

#[test]
fn a_removal_takes_exactly_the_registration_it_names() {
    let held = entry(1, "maria@example.com", "10000001");
    let removal = |bank, entry_id| Removal {
        bank: ispb(bank),
        key: key("maria@example.com"),
        entry_id: Uuid::from_u128(entry_id),
    };
    for (removal, present, expected) in [
        (removal("10000001", 1), Some(&held), Ok(true)),
        (removal("10000001", 2), Some(&held), Ok(false)),
        (removal("10000001", 1), None, Ok(false)),
        (removal("20000002", 1), Some(&held), Err(DirectoryRefusal::NotYours)),
        (removal("20000002", 2), Some(&held), Err(DirectoryRefusal::NotYours)),
        (removal("20000002", 1), None, Ok(false)),
    ] {
        assert_eq!(removal.decide(present), expected, "{removal:?} of {present:?}");
    }
}
