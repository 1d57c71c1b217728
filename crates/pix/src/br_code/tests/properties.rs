//! What holds for every code: it is read back as it was made, nothing of it may change, and no text makes the reader
//! fail. `PROPTEST_CASES=1000000` makes them a long search.

use proptest::prelude::*;

use super::*;

fn merchants() -> impl Strategy<Value = Merchant> {
    ("[A-Za-zÀ-ÿ&' ]{0,40}", "[A-Za-zÀ-ÿ ]{0,20}").prop_map(|(name, city)| Merchant::new(&name, &city))
}

fn keys() -> impl Strategy<Value = PixKey> {
    prop_oneof![
        any::<u128>().prop_map(PixKey::random),
        "[a-z0-9.+]{1,30}@[a-z]{1,20}\\.[a-z]{2,6}".prop_map(|raw| PixKey::detect(&raw).unwrap()),
        "\\+55[1-9]{2}9[0-9]{8}".prop_map(|raw| PixKey::detect(&raw).unwrap()),
        Just(PixKey::detect("52998224725").unwrap()),
        Just(PixKey::detect("12ABC34501DE35").unwrap()),
    ]
}

prop_compose! {
    fn static_codes()(
        key in keys(),
        amount in proptest::option::of(1i64..=999_999_999_999),
        txid in proptest::option::of("[A-Za-z0-9]{1,25}"),
        words in proptest::option::of("[!-~]{1,15}"),
        merchant in merchants(),
    ) -> StaticCode {
        StaticCode {
            key,
            amount: amount.map(Cents::new),
            txid: txid.map(|raw| Txid::for_static(&raw).unwrap()),
            description: words.map(|words| Description::parse(&words).unwrap()),
            merchant,
        }
    }
}

fn codes() -> impl Strategy<Value = BrCode> {
    let dynamic = ("[a-z]{1,20}(\\.[a-z]{2,8}){1,2}(:[0-9]{2,4})?", "[A-Za-z0-9_-]{1,30}", merchants());
    let dynamic = dynamic.prop_map(|(host, token, merchant)| DynamicCode {
        location: Location::of_charge(&host, &token).unwrap(),
        merchant,
    });
    prop_oneof![static_codes().prop_map(BrCode::Static), dynamic.prop_map(BrCode::Dynamic)]
}

/// Codes and pieces of them, with holes, repeats and strangers between.
fn mangled() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(BASE.to_owned()),
        (0..BASE.len(), 0..40usize)
            .prop_map(|(at, length)| BASE[at..(at + length).min(BASE.len())].to_owned()),
        "[0-9]{1,8}",
        "0002012[6-9][0-9]{2}0014br\\.gov\\.bcb\\.pix(01|25)[0-9]{2}",
        "(5[2-9]|6[0-3])[0-9]{2}",
        "\\PC{0,6}",
        "[%+\u{200b}\n\r\t \u{301}🍕Ã]{1,4}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn what_we_make_is_read_as_it_was_meant(code in codes()) {
        let text = code.encode().unwrap();
        prop_assert!(text.is_ascii() && text.len() <= 512);
        prop_assert_eq!(&sealed(&text[..text.len() - 4]), &text, "an independent checksum agrees");
        prop_assert_eq!(BrCode::decode(&text), Ok(code.clone()));
        prop_assert_eq!(BrCode::decode(&format!("oi, segue: {text}\nvaleu")), Ok(code));
    }

    #[test]
    fn no_byte_of_a_code_can_change_unseen(code in codes(), at: prop::sample::Index, flip in 1..=255u8) {
        let text = code.encode().unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        // Bytes that are no text never reach the reader.
        let Ok(changed) = String::from_utf8(bytes) else { return Ok(()) };
        let is_same_checksum = at >= text.len() - 4 && changed.eq_ignore_ascii_case(&text);
        let is_white_space = char::from(changed.as_bytes()[at]).is_whitespace();
        if let Ok(read) = BrCode::decode(&changed) {
            prop_assert!((is_same_checksum || is_white_space) && read == code, "{}", changed);
        }
    }

    #[test]
    fn no_two_neighbours_of_a_code_can_change_places_unseen(code in codes(), at: prop::sample::Index) {
        let text = code.encode().unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len() - 1);
        bytes.swap(at, at + 1);
        let changed = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(BrCode::decode(&changed).is_ok(), changed == text);
    }

    #[test]
    fn a_cut_code_is_never_read(code in codes(), cut: prop::sample::Index) {
        let text = code.encode().unwrap();
        prop_assert!(BrCode::decode(&text[..cut.index(text.len())]).is_err());
    }

    #[test]
    fn whatever_is_read_is_made_anew_as_the_same_payment(text in mangled()) {
        let sealed = sealed(&format!("{text}6304"));
        if let Ok(code) = BrCode::decode(&sealed)
            && let Ok(made) = code.encode()
        {
            let again = BrCode::decode(&made).unwrap();
            prop_assert_eq!(again.encode(), Ok(made));
            if let (BrCode::Static(one), BrCode::Static(other)) = (code, again) {
                prop_assert_eq!((one.key, one.amount, one.txid), (other.key, other.amount, other.txid));
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in "\\PC{0,200}|[0-9]{0,200}", pieces in mangled()) {
        let _ = (BrCode::decode(&text), BrCode::decode(&pieces), text.parse::<Location>());
    }

    #[test]
    fn random_bytes_are_no_code(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(BrCode::decode(&String::from_utf8_lossy(&bytes)).is_err());
    }
}
