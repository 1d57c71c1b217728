//! Codes in whatever was pasted: alone, in quotes, at the end of a link, wrapped over lines, with a message around
//! them. Only a text whose checksum holds is a code, so trying several spellings guesses nothing.

use super::{BrCode, CodeError, crc16, decode::Fields, tlv, tlv::Measure};
use crate::visible::{Breaks, visible};

/// Far beyond any code, which has 512 characters at most, and any message around one.
pub(super) const TEXT_MAX: usize = 4_096;
const CODE_MAX: usize = 1_024;
/// Places at which a code may begin, of which an honest text has one or two.
const STARTS_MAX: usize = 32;
const START: &str = "000201";

/// What a text holds.
#[derive(Debug)]
pub(crate) struct Found {
    /// The different codes that can be paid, in their order.
    pub(crate) codes: Vec<BrCode>,
    /// What stands around them.
    pub(crate) rest: String,
    /// Why the one that can be recognised as a code is none.
    pub(crate) fault: Option<CodeError>,
}

/// `text` has at most [`TEXT_MAX`] bytes.
pub(crate) fn find(text: &str) -> Found {
    let mut found = Found { codes: Vec::new(), rest: text.to_owned(), fault: None };
    for spelling in spellings(text) {
        let there = find_as_spelled(&spelling);
        if found.codes.is_empty() && !there.codes.is_empty() {
            found.rest = there.rest;
        }
        for code in there.codes {
            if !found.codes.contains(&code) {
                found.codes.push(code);
            }
        }
        found.fault = telling(found.fault, there.fault);
    }
    if found.codes.is_empty() && found.fault.is_none() && is_piece_of_a_code(text) {
        found.fault = Some(CodeError::Incomplete);
    }
    found
}

/// As it came; without line breaks; with a space for each; and out of a link, where `%20` or `+` is a space.
fn spellings(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned(), visible(text, Breaks::Gone), visible(text, Breaks::Space)];
    // A break and the indentation after it stood for one space, or for none.
    all.push(text.split_inclusive(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" "));
    all.push(text.split_inclusive(['\n', '\r']).map(str::trim).collect());
    if text.contains('%') {
        all.extend([unescaped(text), unescaped(&text.replace('+', " "))]);
    }
    let mut different: Vec<String> = Vec::new();
    for spelling in all {
        if !different.contains(&spelling) {
            different.push(spelling);
        }
    }
    different
}

fn find_as_spelled(text: &str) -> Found {
    let mut found = Found { codes: Vec::new(), rest: String::new(), fault: None };
    let mut left = text;
    for _ in 0..STARTS_MAX {
        let Some(at) = left.find(START) else { break };
        match at_start(&left[at..]) {
            Ok((code, end)) => {
                found.rest.push_str(&left[..at]);
                found.rest.push(' ');
                found.codes.push(code);
                left = &left[at + end..];
            }
            Err(fault) => {
                found.fault = telling(found.fault, fault);
                found.rest.push_str(&left[..=at]);
                left = &left[at + 1..];
            }
        }
    }
    found.rest.push_str(left);
    found
}

/// The code with which `text` begins, and where it ends.
fn at_start(text: &str) -> Result<(BrCode, usize), Option<CodeError>> {
    let mut fault = None;
    // Of ASCII all measures are one.
    let measures = if text.is_ascii() { &Measure::ALL[..1] } else { &Measure::ALL };
    for &measure in measures {
        match walk(text, measure) {
            Some((all, end)) if crc16::holds(&text.as_bytes()[..end - 4], &text[end - 4..end]) => {
                return match (Fields { all, measure }).understand() {
                    Ok(code) => Ok((code, end)),
                    Err(error) => Err(Some(error)),
                };
            }
            Some(_) => fault = Some(CodeError::Checksum),
            None => {}
        }
    }
    Err(fault)
}

/// The fields up to the checksum, and where it ends.
fn walk(text: &str, measure: Measure) -> Option<(Vec<tlv::Field<'_>>, usize)> {
    let (mut fields, mut rest) = (Vec::new(), text);
    loop {
        let (field, after) = tlv::first(rest, measure)?;
        let end = text.len() - after.len();
        if end > CODE_MAX {
            return None;
        }
        if field.id == 63 {
            return (field.value.len() == 4).then_some((fields, end));
        }
        fields.push(field);
        rest = after;
    }
}

/// Whether somebody copied this out of a code, whatever is missing of it.
pub(crate) fn is_piece_of_a_code(text: &str) -> bool {
    let bare = visible(text, Breaks::Gone).to_ascii_lowercase();
    let begins = bare.match_indices(START).any(|(at, _)| {
        let (before, after) = (&bare.as_bytes()[..at], &bare.as_bytes()[at + START.len()..]);
        // A CNPJ may hold the same digits.
        let stands_alone = before.last().is_none_or(|b| !b.is_ascii_digit());
        stands_alone && after.get(..4).is_some_and(|next| next.iter().all(u8::is_ascii_digit))
    });
    begins || bare.contains(super::GUI)
}

/// With every `%41` as the byte that it stands for, as far as that makes a text.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        let escaped = (*first == b'%').then(|| rest.get(..2)).flatten();
        let byte = escaped.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        left = if byte.is_some() { &rest[2..] } else { rest };
        bytes.push(byte.unwrap_or(*first));
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Of two faults the one that tells the reader more.
fn telling(one: Option<CodeError>, other: Option<CodeError>) -> Option<CodeError> {
    let tells = |fault| match fault {
        None => 0,
        Some(CodeError::Checksum) => 1,
        Some(_) => 2,
    };
    if tells(other) > tells(one) { other } else { one }
}
