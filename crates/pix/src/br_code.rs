//! BR Code: what a Pix QR code holds, and the "copia e cola" that is the same text (Manual de Padrões para Iniciação
//! do Pix §2; Manual do BR Code). Strict in what it makes, lenient in what it reads, but never about the checksum. It
//! fetches nothing, and who is paid it does not know: only a key, or where a charge lies.
//!
//! In reading order: `tlv` and `crc16` (the text), [`Location`] and [`Merchant`] (what stands in it), `encode`,
//! `decode`, `find` (codes inside a message).

mod crc16;
mod decode;
mod encode;
mod error;
pub(crate) mod find;
mod location;
mod merchant;
mod tlv;

pub use error::{CodeError, EncodeError};
pub use location::{Location, LocationError};
pub use merchant::Merchant;

use crate::{Cents, Description, PixKey, Txid};

/// By which a template says that it is of Pix.
const GUI: &str = "br.gov.bcb.pix";
pub(crate) const TEXT_MAX_BYTES: usize = find::TEXT_MAX;

/// What a code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrCode {
    Static(StaticCode),
    Dynamic(DynamicCode),
}

/// A code that says all by itself and may be paid many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticCode {
    pub key: PixKey,
    /// `None` leaves the amount to the payer.
    pub amount: Option<Cents>,
    pub txid: Option<Txid>,
    pub description: Option<Description>,
    pub merchant: Merchant,
}

/// A code that leads to a charge, which says the amount, until when, and whether it was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynamicCode {
    pub location: Location,
    pub merchant: Merchant,
}

impl BrCode {
    /// Reads the one code in `text`: alone, or with a message around it.
    pub fn decode(text: &str) -> Result<BrCode, CodeError> {
        if text.len() > TEXT_MAX_BYTES {
            return Err(CodeError::TooLong);
        }
        let mut found = find::find(text);
        match (found.codes.pop(), found.codes.is_empty()) {
            (Some(code), true) => Ok(code),
            (Some(_), false) => Err(CodeError::Several),
            (None, _) => Err(found.fault.unwrap_or(CodeError::NotACode)),
        }
    }

    /// The text of the code, made anew as ours are.
    pub fn encode(&self) -> Result<String, EncodeError> {
        match self {
            BrCode::Static(code) => code.encode(),
            BrCode::Dynamic(code) => code.encode(),
        }
    }

    pub fn merchant(&self) -> &Merchant {
        match self {
            BrCode::Static(StaticCode { merchant, .. }) | BrCode::Dynamic(DynamicCode { merchant, .. }) => {
                merchant
            }
        }
    }
}

#[cfg(test)]
mod tests;
