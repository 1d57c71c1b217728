//! Shapes of keys inside a text, as people write them. It knows how a key is spaced and punctuated, not whether it
//! holds.

use std::ops::Range;

/// Where `shape` ends if the text has it from `at` on. In a shape `d` is a digit, `h` a hexadecimal one, `w` a letter
/// or digit, a space a gap of up to three of ` .-`, `(` `)` `.` `/` `-` that mark or nothing, `_` a hyphen; anything
/// else is itself.
pub(super) fn end(text: &[u8], at: usize, shape: &str) -> Option<usize> {
    let mut end = at;
    for mark in shape.bytes() {
        let next = text.get(end).copied();
        let fits = |is: fn(&u8) -> bool| next.is_some_and(|b| is(&b));
        match mark {
            b' ' => end += text[end..].iter().take(3).take_while(|b| b" .-".contains(b)).count(),
            b'(' | b')' | b'.' | b'/' | b'-' => end += usize::from(next == Some(mark)),
            b'd' if fits(u8::is_ascii_digit) => end += 1,
            b'h' if fits(u8::is_ascii_hexdigit) => end += 1,
            b'w' if fits(u8::is_ascii_alphanumeric) => end += 1,
            b'_' if next == Some(b'-') => end += 1,
            b'd' | b'h' | b'w' | b'_' => return None,
            itself if next == Some(itself) => end += 1,
            _ => return None,
        }
    }
    Some(end)
}

/// Whether a number or a key may begin at `at`: not inside a word, a larger number, an address.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        Some(c) if c.is_alphanumeric() || "+$@_%#".contains(c) => false,
        Some('.' | ',' | '-' | '/' | ':') => !before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    }
}

/// Whether it may end at `at`.
pub(super) fn ends(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    match after.next() {
        None => true,
        Some(c) if c.is_alphanumeric() || "@_%".contains(c) => false,
        Some('.' | ',' | '-' | '/' | ':') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    }
}

/// The first of `spans` that holds `at`.
pub(super) fn holding(spans: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    spans.iter().find(|span| span.contains(&at))
}
