//! Keys inside a text. Eleven digits that are a CPF and a mobile number at once are both.

use std::ops::Range;

use super::{shapes, words};
use crate::{KeyError, KeyKind, PixKey, TaxIdError, area_codes};

const CPF: &str = "ddd ddd ddd dd";
const CNPJS: [&str; 2] = ["ww.www.www/wwww-dd", "dd ddd ddd /dddd dd"];
const RANDOM: &str = "hhhhhhhh_hhhh_hhhh_hhhh_hhhhhhhhhhhh";
/// Mobiles of Brazil; abroad there is no telling how a number is grouped.
const MOBILES: [&str; 4] =
    ["+55 (dd) 9 dddd dddd", "55 (dd) 9 dddd dddd", "(dd) 9 dddd dddd", "(0dd) 9 dddd dddd"];
/// What a text holds of keys, in its order.
#[derive(Debug, Default)]
pub(super) struct Keys {
    found: Vec<(Range<usize>, Vec<PixKey>)>,
    /// Links, keys that do not hold, and other numbers that are no money.
    opaque: Vec<Range<usize>>,
    fault: Option<KeyError>,
}

impl Keys {
    pub(super) fn find(text: &str) -> Keys {
        let mut keys = Keys { opaque: words::links(text), ..Keys::default() };
        keys.find_emails(text);
        let mut at = 0;
        while at < text.len() {
            let taken =
                shapes::holding(&keys.opaque, at).or_else(|| keys.span_holding(at)).map(|span| span.end);
            let is_start = text.is_char_boundary(at) && shapes::begins(text, at);
            at = taken.or_else(|| if is_start { keys.take(text, at) } else { None }).unwrap_or(at + 1);
        }
        keys.found.sort_by_key(|(span, _)| span.start);
        keys
    }

    /// Every key once, in the order of the text; of a doubtful number the phone before the CPF.
    pub(super) fn different(&self) -> Vec<PixKey> {
        let mut different: Vec<PixKey> = Vec::new();
        for key in self.found.iter().flat_map(|(_, keys)| keys) {
            if !different.contains(key) {
                different.push(key.clone());
            }
        }
        different
    }

    pub(super) fn spans(&self) -> impl Iterator<Item = &Range<usize>> {
        self.found.iter().map(|(span, _)| span)
    }

    /// What no amount may be read in.
    pub(super) fn taken(&self, at: usize) -> Option<&Range<usize>> {
        self.span_holding(at).or_else(|| shapes::holding(&self.opaque, at))
    }

    pub(super) fn fault(&self) -> Option<KeyError> {
        self.fault
    }

    fn span_holding(&self, at: usize) -> Option<&Range<usize>> {
        self.spans().find(|span| span.contains(&at))
    }

    /// Whether nothing that was found reaches into `span`, as an e-mail does whose name ends in a phone.
    pub(super) fn are_beside(&self, span: &Range<usize>) -> bool {
        !self.spans().chain(&self.opaque).any(|taken| taken.start < span.end && span.start < taken.end)
    }

    fn find_emails(&mut self, text: &str) {
        for (at, _) in text.match_indices('@') {
            let span = words::email(text, at);
            // `a@b.c@d` is nobody's, neither the first half of it nor the second.
            let is_whole = self.are_beside(&span) && !text[span.end..].starts_with('@');
            let has_domain = text[at..span.end].contains('.');
            match PixKey::parse(KeyKind::Email, &text[span.clone()]) {
                Ok(key) if has_domain && is_whole => self.found.push((span, vec![key])),
                _ => self.opaque.push(span),
            }
        }
    }

    /// Takes what begins at `at`, if it is a key or was meant as one, and says where it ends.
    fn take(&mut self, text: &str, at: usize) -> Option<usize> {
        let (mut end, mut keys) = (at, Vec::new());
        for (there, key) in mobiles(text, at).into_iter().chain(others(text, at)) {
            let Ok(key) = key else { continue };
            if !self.are_beside(&(at..there)) {
                continue;
            }
            if there > end {
                (end, keys) = (there, vec![key]);
            } else if there == end && !keys.contains(&key) {
                keys.push(key);
            }
        }
        if !keys.is_empty() {
            self.found.push((at..end, keys));
            return Some(end);
        }
        let fault = others(text, at).into_iter().find_map(|(there, key)| Some((there, key.err()?)));
        let fault = fault.filter(|(there, _)| self.are_beside(&(at..*there)));
        if let Some((there, error)) = fault {
            self.fault.get_or_insert(error);
            self.opaque.push(at..there);
            return Some(there);
        }
        let there = words::foreign_number(text, at)?;
        self.opaque.push(at..there);
        Some(there)
    }
}

fn mobiles(text: &str, at: usize) -> Vec<(usize, Result<PixKey, KeyError>)> {
    let ending =
        |shape| Some(shapes::end(text.as_bytes(), at, shape)?).filter(|&end| shapes::ends(text, end));
    let read = |end: usize| {
        let digits = digits(&text[at..end]);
        let national = &digits[digits.len() - 11..];
        // Written as a phone, or of an area that exists: else any CPF with a slip in it would be a phone.
        let is_meant = text[at..end].contains(['+', '(']) || area_codes::begins(national);
        is_meant.then(|| (end, PixKey::parse(KeyKind::Phone, &format!("+55{national}"))))
    };
    let mut all: Vec<_> = MOBILES.into_iter().filter_map(ending).filter_map(read).collect();
    let abroad = words::e164(text, at).filter(|&end| shapes::ends(text, end));
    all.extend(abroad.map(|end| (end, PixKey::parse(KeyKind::Phone, &text[at..end]))));
    all
}

fn others(text: &str, at: usize) -> Vec<(usize, Result<PixKey, KeyError>)> {
    let ending =
        |shape| Some(shapes::end(text.as_bytes(), at, shape)?).filter(|&end| shapes::ends(text, end));
    let mut all = Vec::new();
    if let Some(end) = ending(CPF) {
        let cpf = PixKey::parse(KeyKind::Cpf, &digits(&text[at..end])).map_err(|error| match error {
            KeyError::TaxId(TaxIdError::CpfCheckDigits) if end - at == 11 => KeyError::CpfOrPhone,
            other => other,
        });
        all.push((end, cpf));
    }
    for end in CNPJS.into_iter().filter_map(ending) {
        let bare: String = text[at..end].chars().filter(char::is_ascii_alphanumeric).collect();
        let cnpj = PixKey::parse(KeyKind::Cnpj, &bare);
        // A long word may end in two digits: of letters only what holds is a CNPJ.
        if bare.bytes().filter(u8::is_ascii_digit).count() >= if cnpj.is_ok() { 5 } else { 14 } {
            all.push((end, cnpj));
        }
    }
    all.extend(ending(RANDOM).map(|end| (end, PixKey::parse(KeyKind::Random, &text[at..end]))));
    all
}

/// A key of a spelling that is no key inside a message, such as `a@b`; else what is wrong with the one that was
/// meant.
pub(super) fn whole(text: &str) -> Result<PixKey, Option<KeyError>> {
    PixKey::detect(text).map_err(|error| {
        let is_meant = error != KeyError::Unrecognised && !text.contains(' ');
        is_meant.then_some(error)
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
