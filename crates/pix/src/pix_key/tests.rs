//! Keys of each kind as people write them, and how a bare text is told apart.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use proptest::prelude::*;

use super::*;

const UUID: &str = "123e4567-e12b-12d1-a456-426655440000";

/// Texts that are often keys.
const KEYS: &str = "[0-9]{11}|\\+[1-9][0-9]{2,14}|[a-z]{1,9}@[a-z]{1,9}(\\.[a-z]{2,3})?";

#[track_caller]
fn reads(kind: KeyKind, raw: &str, normalised: &str) {
    let key = PixKey::parse(kind, raw).map_err(|error| format!("{raw:?}: {error}")).unwrap();
    assert_eq!((key.kind(), key.as_str(), key.to_string().as_str()), (kind, normalised, normalised));
    assert_eq!(PixKey::parse(kind, normalised), Ok(key), "normalising again changes nothing");
}

#[track_caller]
fn refuses(kind: KeyKind, texts: &[&str], error: KeyError) {
    for text in texts {
        assert_eq!(PixKey::parse(kind, text), Err(error), "{text:?}");
    }
}

#[test]
fn cpf_and_cnpj_keys_are_their_holders_numbers() {
    reads(KeyKind::Cpf, " 529.982.247-25 ", "52998224725");
    reads(KeyKind::Cnpj, "12.abc.345/01de-35", "12ABC34501DE35");
    for (kind, raw) in [(KeyKind::Cpf, "52998224725"), (KeyKind::Cnpj, "11.222.333/0001-81")] {
        let (key, tax_id) = (PixKey::parse(kind, raw).unwrap(), TaxId::parse(raw).unwrap());
        assert_eq!((PixKey::from(tax_id), key.tax_id()), (key, Some(tax_id)));
    }
    refuses(KeyKind::Cpf, &["52998224724", "11111111111"], TaxIdError::CpfCheckDigits.into());
    refuses(
        KeyKind::Cpf,
        &["", "5299822472", "11222333000181", "+5511987654321"],
        TaxIdError::CpfForm.into(),
    );
    refuses(KeyKind::Cnpj, &["12ABC34501DE36", "00000000000000"], TaxIdError::CnpjCheckDigits.into());
    refuses(KeyKind::Cnpj, &["", "12ABC34501D35", "52998224725"], TaxIdError::CnpjForm.into());
}

#[test]
fn phones_are_e164_and_eleven_bare_digits_are_brazilian() {
    for (raw, normalised) in [
        ("+5511987654321", "+5511987654321"),
        ("+55 (11) 98765-4321", "+5511987654321"),
        ("(11) 98765-4321", "+5511987654321"),
        ("11987654321", "+5511987654321"),
        ("5521976543210", "+5521976543210"),
        ("55 (21) 97654-3210", "+5521976543210"),
        // BCB's own sample has an area code that does not exist.
        ("+5510998765432", "+5510998765432"),
        ("+14155552671", "+14155552671"),
        ("+12", "+12"),
        ("+123456789012345", "+123456789012345"),
    ] {
        reads(KeyKind::Phone, raw, normalised);
    }
    let wrong = [
        "",
        "+",
        "+1",
        "+0511987654321",
        "+1234567890123456",
        "1198765432",
        "551133334444",
        "5511387654321",
        "4411987654321",
        "++5511987654321",
        "11+987654321",
        "+55.11.98765.4321",
        "+55119876x4321",
        "+551198765432１",
        "(11)",
        UUID,
    ];
    refuses(KeyKind::Phone, &wrong, KeyError::Phone);
}

#[test]
fn a_landline_is_a_phone_but_no_key_that_a_bank_registers() {
    for (raw, landline) in [
        ("+551133334444", true),
        ("+5511387654321", true),
        ("+5510998765432", true),
        ("+5511987654321", false),
        ("+14155552671", false),
        ("maria@example.com", false),
        (UUID, false),
    ] {
        assert_eq!(PixKey::detect(raw).unwrap().is_landline(), landline, "{raw}");
    }
}

#[test]
fn emails_follow_the_directorys_grammar() {
    for (raw, normalised) in [
        (" Maria.Silva@Example.COM ", "maria.silva@example.com"),
        ("a@b", "a@b"),
        ("a.!#$'*+/=?^_`{|}~-9@x-y.z", "a.!#$'*+/=?^_`{|}~-9@x-y.z"),
    ] {
        reads(KeyKind::Email, raw, normalised);
    }
    let label = "a".repeat(63);
    reads(KeyKind::Email, &format!("m@{label}"), &format!("m@{label}"));
    let wrong = [
        "",
        "@",
        "a@",
        "@b",
        "a b@c",
        "a%b@c",
        "a&b@c",
        "joão@c",
        "a@b@c",
        "a@-b",
        "a@b-",
        "a@.b",
        "a@b.",
        "a@b..c",
        "a@b_c",
        "a@çb",
        "\u{212a}@b",
        "a@b\0",
        &format!("m@{label}a"),
    ];
    refuses(KeyKind::Email, &wrong, KeyError::Email);
}

#[test]
fn a_key_has_at_most_77_characters_whatever_its_kind() {
    let email = |length: usize| format!("{}@example.com", "m".repeat(length - "@example.com".len()));
    reads(KeyKind::Email, &email(77), &email(77));
    let endless = "1".repeat(10_000);
    for raw in [email(78), endless] {
        assert_eq!(PixKey::detect(&raw), Err(KeyError::TooLong));
        for kind in KeyKind::ALL {
            refuses(kind, &[&raw], KeyError::TooLong);
        }
    }
}

#[test]
fn random_keys_are_hyphenated_uuids_in_lower_case() {
    reads(KeyKind::Random, " 123E4567-E12B-12D1-A456-426655440000", UUID);
    let wrong = [
        "",
        "123e4567e12b12d1a456426655440000",
        "123e4567-e12b-12d1-a456-42665544000",
        "{123e4567-e12b-12d1-a456-4266554400}",
        "123e4567-e12b-12d1-a456-42665544000g",
        "123e4567-e12b-12d1-a4564-26655440000",
        "123e4567-e12b-12d1-a456-4266554400é",
    ];
    refuses(KeyKind::Random, &wrong, KeyError::Random);
}

#[test]
fn the_directory_makes_random_keys_of_version_4_from_its_bits() {
    assert_eq!(PixKey::random(0).as_str(), "00000000-0000-4000-8000-000000000000");
    assert_eq!(PixKey::random(u128::MAX).as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

#[test]
fn a_text_without_a_kind_is_told_apart_by_its_shape() {
    for (raw, kind, normalised) in [
        ("52998224725", KeyKind::Cpf, "52998224725"),
        ("529.982.247-25", KeyKind::Cpf, "52998224725"),
        // A CPF and a mobile number at once: without +55 or (DD) it is the CPF.
        ("51998259765", KeyKind::Cpf, "51998259765"),
        ("+5551998259765", KeyKind::Phone, "+5551998259765"),
        ("(51) 99825-9765", KeyKind::Phone, "+5551998259765"),
        ("5521976543210", KeyKind::Phone, "+5521976543210"),
        ("11222333000181", KeyKind::Cnpj, "11222333000181"),
        ("12.abc.345/01de-35", KeyKind::Cnpj, "12ABC34501DE35"),
        ("Maria@Example.com", KeyKind::Email, "maria@example.com"),
        ("+tag@example.com", KeyKind::Email, "+tag@example.com"),
        (UUID, KeyKind::Random, UUID),
    ] {
        let key = PixKey::detect(raw).map_err(|error| format!("{raw:?}: {error}")).unwrap();
        assert_eq!((key.kind(), key.as_str()), (kind, normalised), "{raw:?}");
    }
}

#[test]
fn a_text_of_no_shape_is_refused_with_the_fault_of_the_nearest_kind() {
    for (raw, error) in [
        ("", KeyError::Unrecognised),
        ("maria", KeyError::Unrecognised),
        ("1198765432", KeyError::Unrecognised),
        ("5511387654321", KeyError::Unrecognised),
        ("11987654321", KeyError::CpfOrPhone),
        ("529/982/247/25", TaxIdError::CpfForm.into()),
        ("11222333000180", TaxIdError::CnpjCheckDigits.into()),
        ("+5", KeyError::Phone),
        ("maria@", KeyError::Email),
        ("123e4567e12b12d1a456426655440000", KeyError::Random),
    ] {
        assert_eq!(PixKey::detect(raw), Err(error), "{raw:?}");
    }
    assert!(KeyError::CpfOrPhone.to_string().contains("+55"));
}

#[test]
fn a_masked_key_is_recognised_by_its_owner_only() {
    for (raw, masked) in [
        ("52998224725", "***.982.247-**"),
        ("11222333000181", "11.222.333/0001-81"),
        ("+5511987654321", "+55*******4321"),
        ("+12", "+12"),
        ("+12345", "+12345"),
        ("+1234567", "+12*4567"),
        ("maria@example.com", "m***@example.com"),
        (UUID, UUID),
    ] {
        assert_eq!(PixKey::detect(raw).unwrap().masked(), masked);
    }
}

proptest! {
    #[test]
    fn a_normalised_key_is_read_back_as_itself(raw in KEYS, bits: u128) {
        if let Ok(key) = PixKey::detect(&raw) {
            prop_assert_eq!(PixKey::detect(key.as_str()), Ok(key.clone()));
            prop_assert_eq!(PixKey::parse(key.kind(), key.as_str()), Ok(key));
        }
        let random = PixKey::random(bits);
        prop_assert_eq!(PixKey::detect(random.as_str()), Ok(random));
    }

    #[test]
    fn no_text_makes_the_readers_or_the_mask_panic(raw in "\\PC{0,90}|[-+()@./ 0-9a-zA-Z]{0,40}") {
        let parsed = KeyKind::ALL.map(|kind| PixKey::parse(kind, &raw));
        for key in parsed.into_iter().chain([PixKey::detect(&raw)]).flatten() {
            prop_assert!(!key.masked().is_empty());
        }
    }
}
