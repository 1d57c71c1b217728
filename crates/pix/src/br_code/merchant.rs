//! Who a code says that it is of. Only shown where nothing better is known: a payee's name comes from the directory.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::words;

/// Name and city as a code has them. One that was read may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Merchant {
    name: String,
    city: String,
}

const NAME_MAX: usize = 25;
const CITY_MAX: usize = 15;

impl Merchant {
    /// Folded to what every reader takes: ASCII letters, digits, spaces, `.`, `-` and `/`, the name cut at 25 and the
    /// city at 15 of them. A name of which nothing remains is `RECEBEDOR`, such a city `BRASIL`.
    pub fn new(name: &str, city: &str) -> Merchant {
        let plain = |text, max, instead: &str| {
            let folded = fold(text, max, |c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/'));
            if folded.bytes().any(|b| b.is_ascii_alphanumeric()) { folded } else { instead.to_owned() }
        };
        Merchant { name: plain(name, NAME_MAX, "RECEBEDOR"), city: plain(city, CITY_MAX, "BRASIL") }
    }

    /// As found in a code of anybody's: any length, any script, but nothing that nobody sees.
    pub(super) fn found(name: &str, city: &str) -> Merchant {
        let visible = |text| words::plain(text, 99).unwrap_or_default();
        Merchant { name: visible(name), city: visible(city) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn city(&self) -> &str {
        &self.city
    }
}

/// `text` in the ASCII characters that `is_allowed` lets pass, with single spaces, cut at `max` of them.
pub(super) fn fold(text: &str, max: usize, is_allowed: impl Fn(char) -> bool) -> String {
    let mut folded = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_ascii() && is_allowed(c) => folded.push(c),
            '&' => folded.push_str(" E "),
            'æ' | 'Æ' => folded.push_str("AE"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'Ø' => folded.push('O'),
            'ł' => folded.push('l'),
            'Ł' => folded.push('L'),
            '‐'..='―' | '−' if is_allowed('-') => folded.push('-'),
            // `D'Ávila` stays one word.
            '\'' | '’' | '`' | '´' => {}
            _ => folded.push(' '),
        }
    }
    let mut words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    words.truncate(max);
    words.truncate(words.trim_end().len());
    words
}
