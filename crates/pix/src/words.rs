//! What people write in their own words: bounded, trimmed, and free of characters that would forge the page
//! or the log in which they are shown.

/// `text` trimmed, if it has at most `max` characters, none of them deceptive.
pub(crate) fn plain(text: &str, max: usize) -> Result<&str, Refusal> {
    let text = text.trim();
    // No character takes more than four bytes: what is longer is refused unread.
    if text.len() > max * 4 || text.chars().count() > max {
        return Err(Refusal::TooLong);
    }
    if text.chars().any(is_deceptive) {
        return Err(Refusal::Deceptive);
    }
    Ok(text)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    TooLong,
    Deceptive,
}

/// Control characters, line and paragraph separators, and the marks that turn the direction of what follows
/// them.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}
