//! What holds for every text: no reader fails, nothing is invented, nothing of the message is lost.

use proptest::prelude::*;

use super::*;

fn messages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(manda|R\\$|rs|brl|reais|mil|k|e|da|pro|pra|centavos|mesa|https://a\\.b/|000201|br\\.gov\\.bcb\\.pix)",
        "[0-9]{1,4}([.,][0-9]{1,3}){0,2}",
        "[0-9]{2} ?9[0-9]{4}-?[0-9]{4}",
        "[0-9]{11}|[0-9]{14}|[+(][0-9]{2,12}",
        "[a-z*_.]{0,4}@[a-z.*_]{0,6}",
        "[-.,/:%+@$#()ºªÃ🍕\u{301}\u{200b}\n]{1,3}",
        "\\PC{0,4}",
    ];
    let glue = prop_oneof![Just(" "), Just(""), Just("  ")];
    proptest::collection::vec((piece, glue), 0..14)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, glue)| piece + glue).collect())
}

fn parts_of(reading: &Reading) -> Option<&[Part]> {
    match reading {
        Reading::Message(Message { parts, .. })
        | Reading::Unsure(Unsure { parts, .. })
        | Reading::Nothing(Nothing { parts, .. }) => Some(parts),
        _ => None,
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_and_no_word_of_it_is_lost(text in messages()) {
        let reading = read(&text);
        prop_assert_eq!(&read(&text), &reading, "the same text is read the same");
        if let Some(parts) = parts_of(&reading) {
            let shown: String = parts.iter().map(|part| bare(&part.text)).collect();
            prop_assert_eq!(shown, bare(&plain(&text)));
        }
    }

    #[test]
    fn nothing_is_read_as_two_things(text in messages()) {
        let text = plain(&text);
        let keys = Keys::find(&text);
        let amounts = Amounts::find(&text, &keys);
        let mut spans: Vec<_> = keys.spans().chain(amounts.spans()).collect();
        spans.sort_by_key(|span| span.start);
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?} {:?}", text, spans);
    }

    #[test]
    fn any_text_at_all_is_read(text in "\\PC{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn a_key_is_read_in_any_message_around_it(
        phone in "1[1-9]9[0-9]{8}",
        amount in 1u32..100_000,
        word in "[f-h]{6}",
    ) {
        let (area, first, last) = (&phone[..2], &phone[2..7], &phone[7..]);
        let text = format!("manda {amount} pro ({area}) {first}-{last} {word}");
        let message = message(&text);
        prop_assert_eq!(message.key.as_str(), format!("+55{phone}"));
        prop_assert_eq!(message.amount, Some(Cents::new(i64::from(amount) * 100)));
        prop_assert_eq!(message.description.unwrap().to_string(), word);
    }

    #[test]
    fn eleven_bare_digits_are_what_they_can_be_and_never_guessed(digits in "[1-9]{2}9[0-9]{8}") {
        let cpf = crate::TaxId::parse_cpf(&digits).is_ok();
        match read(&digits) {
            Reading::Key(key) => prop_assert!((key.kind() == KeyKind::Cpf) == cpf),
            Reading::Unsure(unsure) => prop_assert!(cpf && unsure.keys.len() == 2),
            Reading::Nothing(nothing) => prop_assert!(!cpf && nothing.fault.is_some()),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
