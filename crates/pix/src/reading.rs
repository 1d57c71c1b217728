//! One field understands a key of any kind, a code, a receipt's link, or a pasted message with one of these inside.
//! It says what it read and where, and where there are two readings it names both: it never picks one. It looks
//! nothing up.
//!
//! In reading order: `shapes` and `keys` (keys inside a text), `numbers`, `units` and `amounts` (money),
//! `description` (what it is for), `parts` (what the page marks).

mod amounts;
mod description;
mod keys;
mod numbers;
mod parts;
mod shapes;
mod units;
mod words;

pub use parts::{Part, Role};

use crate::{
    BrCode, Cents, CodeError, Description, KeyError, PixKey, ReceiptPath, br_code,
    visible::{Breaks, visible},
};
use amounts::Amounts;
use keys::Keys;

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A key and nothing else.
    Key(PixKey),
    /// A code, alone or with a message around it.
    Code(BrCode),
    Receipt(ReceiptPath),
    /// Words with one key among them, and at most one amount.
    Message(Message),
    /// Several readings: the reader decides.
    Unsure(Unsure),
    /// Nobody can be paid by this.
    Refused(Refusal),
    /// Neither a key nor a code.
    Nothing(Nothing),
}

/// A message of which there is one reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub key: PixKey,
    /// More than zero.
    pub amount: Option<Cents>,
    pub description: Option<Description>,
    /// The whole message, in its order.
    pub parts: Vec<Part>,
}

/// What there are several readings of. A list of one holds no doubt; the code stands beside the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure {
    pub codes: Vec<BrCode>,
    pub keys: Vec<PixKey>,
    /// One alone is in doubt, too, where another is written in words.
    pub amounts: Vec<Choice>,
    pub description: Option<Description>,
    pub parts: Vec<Part>,
}

/// One of several amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub amount: Cents,
    /// The words around it: `manda 50 pro`.
    pub around: String,
}

/// A message without anybody to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// Where there is one reading of it.
    pub amount: Option<Cents>,
    /// What is wrong with that which looks most like a key.
    pub fault: Option<KeyError>,
    pub parts: Vec<Part>,
}

/// More payees than this are a list, not a message; each would be looked up.
const PAYEES_MAX: usize = 4;

/// Why a text is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error("this leads to a website, {host}, and pays nobody: paste a key or a Pix code")]
    Website { host: String },
    #[error("the text names more than {PAYEES_MAX} keys or codes: paste the one to pay")]
    TooMany,
}

/// Reads what somebody typed, pasted or scanned.
pub fn read(text: &str) -> Reading {
    if text.len() > br_code::TEXT_MAX_BYTES {
        return Reading::Refused(CodeError::TooLong.into());
    }
    let found = br_code::find::find(text);
    if !found.codes.is_empty() {
        return beside_codes(found);
    }
    if let Some(fault) = found.fault {
        return Reading::Refused(fault.into());
    }
    let text = plain(text);
    let text = text.trim();
    if let Some(receipt) = ReceiptPath::find(text) {
        return Reading::Receipt(receipt);
    }
    if let Some(host) = words::website(text) {
        return Reading::Refused(Refusal::Website { host });
    }
    read_words(text)
}

/// Without what nobody sees, and with one hyphen: phones are written with any of them.
fn plain(text: &str) -> String {
    visible(text, Breaks::Space).replace(['‐', '‑', '‒', '–', '−'], "-")
}

/// A code wins over the words around it, but not over another code or another key.
fn beside_codes(found: br_code::find::Found) -> Reading {
    let text = plain(&found.rest);
    let mut keys = Vec::new();
    if !br_code::find::is_piece_of_a_code(&text) {
        keys = Keys::find(&text).different();
    }
    keys.retain(|key| !matches!(&found.codes[..], [BrCode::Static(code)] if code.key == *key));
    match <[BrCode; 1]>::try_from(found.codes) {
        Ok([code]) if keys.is_empty() => Reading::Code(code),
        codes if codes.as_ref().map_or_else(Vec::len, |one| one.len()) + keys.len() > PAYEES_MAX => {
            Reading::Refused(Refusal::TooMany)
        }
        codes => {
            let codes = codes.map_or_else(|several| several, Vec::from);
            let (amounts, description, parts) = (Vec::new(), None, Vec::new());
            Reading::Unsure(Unsure { codes, keys, amounts, description, parts })
        }
    }
}

fn read_words(text: &str) -> Reading {
    let keys = Keys::find(text);
    let amounts = Amounts::find(text, &keys);
    let different = keys.different();
    let described = description::find(text, &keys, &amounts).filter(|_| !different.is_empty());
    let parts = parts::of(text, &keys, &amounts, described.as_ref());
    let description = described.map(|(_, description)| description);
    match <[PixKey; 1]>::try_from(different) {
        Ok([key]) if !words::any(text, keys.spans()) => Reading::Key(key),
        Ok([key]) if amounts.is_sure() => {
            Reading::Message(Message { key, amount: amounts.one(), description, parts })
        }
        Err(none) if none.is_empty() => keys::whole(text).map_or_else(
            |fault| Reading::Nothing(Nothing { amount: amounts.one(), fault: keys.fault().or(fault), parts }),
            Reading::Key,
        ),
        Err(several) if several.len() > PAYEES_MAX => Reading::Refused(Refusal::TooMany),
        keys => {
            let keys = keys.map_or_else(|several| several, Vec::from);
            let (codes, amounts) = (Vec::new(), amounts.choices(text));
            Reading::Unsure(Unsure { codes, keys, amounts, description, parts })
        }
    }
}

#[cfg(test)]
mod tests;
