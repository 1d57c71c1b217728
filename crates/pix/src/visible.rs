//! A pasted text without what nobody sees in it. Nothing that is seen is changed but the width of white space.

use crate::words;

/// What becomes of a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// A space, as between two words.
    Space,
    /// Nothing, as inside a code that was wrapped.
    Gone,
}

/// `text` with every white space a plain space and every line break as told, and without invisible characters, but
/// for those that hold an emoji together.
pub(crate) fn visible(text: &str, breaks: Breaks) -> String {
    let characters: Vec<char> = text.chars().collect();
    let shown = |at: usize| match characters[at] {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            (breaks == Breaks::Space).then_some(' ')
        }
        c if c.is_whitespace() => Some(' '),
        c if words::is_invisible(c) && !words::is_of_an_emoji(&characters, at) => None,
        c => Some(c),
    };
    (0..characters.len()).filter_map(shown).collect()
}
