//! What people write in their own words: spelled one way, bounded, and free of characters that nobody sees or that
//! would forge the page or the log in which they are shown.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// Accents and other marks on one letter, at the most. No language needs more in composed form; a pile of them covers
/// the lines above and below.
pub(crate) const MARKS_MAX: usize = 4;
const JOINER: char = '\u{200d}';

/// `text` composed (NFC), trimmed, its inner white space folded to single spaces, if it then has at most `max`
/// characters, all of them visible.
pub(crate) fn plain(text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    // No character takes more than four bytes or is composed of more than four: what is longer is refused unread.
    if text.len() > max * 16 {
        return Err(Refusal::TooLong);
    }
    let composed: String = text.nfc().collect();
    if holds_invisible(&composed) {
        return Err(Refusal::Invisible);
    }
    let folded = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().count() > max {
        return Err(Refusal::TooLong);
    }
    if longest_pile(&folded) > MARKS_MAX {
        return Err(Refusal::Marks);
    }
    Ok(folded)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    TooLong,
    Invisible,
    Marks,
}

fn holds_invisible(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    (0..characters.len()).any(|at| is_invisible(characters[at]) && !is_of_an_emoji(&characters, at))
}

/// Controls, line and paragraph separators, whatever formats or turns the direction of what follows it, and the few
/// letters and signs that are drawn as nothing (Default_Ignorable_Code_Point, and the empty Braille pattern).
pub(crate) fn is_invisible(c: char) -> bool {
    let unseen = matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    );
    unseen
        || matches!(c,
            '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2065}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// The joiner between two emoji, as in a family, and the sign after one that picks its drawing, as in a red heart.
pub(crate) fn is_of_an_emoji(characters: &[char], at: usize) -> bool {
    let before = || characters[..at].last().copied();
    let emoji = |c: Option<char>| c.is_some_and(|c| c.is_emoji_char());
    let pictograph = |c: Option<char>| emoji(c) && !c.is_some_and(|c| c.is_ascii());
    match characters[at] {
        JOINER => {
            let joined = match before() {
                Some('\u{fe0f}') => characters[..at - 1].last().copied(),
                other => other,
            };
            pictograph(joined) && pictograph(characters.get(at + 1).copied())
        }
        '\u{fe0e}' | '\u{fe0f}' => emoji(before()),
        _ => false,
    }
}

/// The most marks in a row.
fn longest_pile(text: &str) -> usize {
    let piles = text.split(|c: char| {
        !matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark | GeneralCategory::SpacingMark
        )
    });
    piles.map(|pile| pile.chars().count()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_text_is_spelled_one_way_however_it_was_typed() {
        for (raw, one) in [
            ("Jose\u{301}  da\u{a0}\u{a0}Silva ", "José da Silva"),
            ("cora\u{327}c\u{327}a\u{303}o", "cora\u{327}ção"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("a\u{2003}\u{3000}b", "a b"),
            ("\u{a0}\u{3000}\t", ""),
        ] {
            assert_eq!(plain(raw, 140).unwrap(), one, "{raw:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        let unseen = [
            "a\nb",
            "a\tb",
            "a\0b",
            "a\u{1b}[31mb",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "a\u{2067}b",
            "pi\u{200b}zza",
            "pi\u{ad}zza",
            "a\u{200d}b",
            "1\u{200d}2",
            "\u{200d}",
            "a\u{200c}b",
            "a\u{2060}b",
            "a\u{feff}",
            "a\u{61c}",
            "a\u{fe0f}",
            "a\u{fe00}",
            "\u{3164}",
            "\u{2800}",
            "a\u{34f}b",
            "a\u{e0041}",
            "🍲\u{200d}",
            "\u{200d}🍲",
            "🍲\u{200d}a",
            "🍲\u{200d}\u{200d}🍲",
        ];
        for raw in unseen {
            assert_eq!(plain(raw, 140), Err(Refusal::Invisible), "{raw:?}");
        }
    }

    #[test]
    fn emoji_are_whole() {
        let emoji = [
            "👩\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "👩🏽\u{200d}🚀",
            "🇧🇷",
            "☺\u{fe0e}",
        ];
        for raw in emoji {
            assert_eq!(plain(raw, 140).unwrap(), raw);
        }
    }

    #[test]
    fn a_letter_carries_a_few_marks_and_no_pile_of_them() {
        for raw in ["ạ\u{308}\u{301}\u{304}", "ที่", "क़ि", "שָׁ"] {
            assert!(plain(raw, 140).is_ok(), "{raw:?}");
        }
        let pile = |marks| format!("a{}", "\u{301}".repeat(marks));
        // The first becomes part of the letter.
        assert!(plain(&pile(MARKS_MAX + 1), 140).is_ok());
        for marks in [MARKS_MAX + 2, 139] {
            assert_eq!(plain(&pile(marks), 140), Err(Refusal::Marks));
        }
    }

    #[test]
    fn the_length_is_that_of_the_one_spelling() {
        assert!(plain(&"a\u{301}".repeat(140), 140).is_ok());
        assert!(plain(&format!("{}  ", "a ".repeat(70)), 140).is_ok());
        for raw in ["a\u{301}".repeat(141), "x".repeat(141), "\u{301}".repeat(100_000)] {
            assert_eq!(plain(&raw, 140), Err(Refusal::TooLong));
        }
    }

    proptest! {
        #[test]
        fn reading_again_changes_nothing(raw in "\\PC{0,40}|[a \u{301}\u{327}\u{a0}\u{200d}🍲]{0,12}") {
            if let Ok(text) = plain(&raw, 140) {
                prop_assert_eq!(plain(&text, 140), Ok(text));
            }
        }
    }
}
