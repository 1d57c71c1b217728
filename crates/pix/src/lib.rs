//! The values of Pix: what every other crate of the house means by an amount, a key, a bank or a transfer id. A value that
//! exists is valid: each is parsed once, at the edge, and normalised there. Nothing here reads a clock, draws randomness
//! or does I/O, so it runs in the browser (wasm) as it runs in the hub; names and descriptions are better left to the
//! server, since they bring 180 KB of Unicode's tables along. Errors tell the reader what to correct.
//!
//! In reading order: [`Cents`], [`TaxId`] (CPF, CNPJ), [`PixKey`] and its [`KeyKind`], [`BankCode`] and [`Ispb`] (who a bank
//! is), [`EndToEndId`] (which transfer), [`PersonName`] and [`Description`] (people's own words), [`Party`] (a side of a
//! transfer), [`Reason`] (why one failed), [`ReturnReason`] (why one was given back), [`Txid`] and [`Instrument`] (what a transfer pays, and how it was started),
//! [`BrCode`] (what a QR code holds), [`ReceiptPath`], and [`read`], which tells keys, codes and receipts apart in
//! whatever somebody pasted. `openapi` says the same rules as schemas.

mod area_codes;
mod ascii;
mod bank_code;
mod br_code;
mod cents;
mod check_digits;
mod description;
mod end_to_end_id;
mod instrument;
mod ispb;
mod key_kind;
#[cfg(feature = "openapi")]
pub mod openapi;
mod party;
mod person_name;
mod pix_key;
mod reading;
mod reason;
mod receipt_path;
mod return_reason;
mod tax_id;
mod txid;
mod visible;
mod wire;
mod words;

pub use bank_code::{BankCode, BankCodeError};
pub use br_code::{
    BrCode, CodeError, DynamicCode, EncodeError, Location, LocationError, Merchant, StaticCode,
};
pub use cents::Cents;
pub use description::{Description, DescriptionError};
pub use end_to_end_id::{EndToEndId, EndToEndIdError};
pub use instrument::{Instrument, InstrumentError};
pub use ispb::{Ispb, IspbError};
pub use jiff::Timestamp;
pub use key_kind::{KeyKind, KeyKindError};
pub use party::Party;
pub use person_name::{PersonName, PersonNameError};
pub use pix_key::{KeyError, PixKey};
pub use reading::{Choice, Message, Nothing, Part, Reading, Refusal, Role, Unsure, read};
pub use reason::{Reason, ReasonError};
pub use receipt_path::{ReceiptPath, ReceiptPathError};
pub use return_reason::{ReturnReason, ReturnReasonError};
pub use tax_id::{TaxId, TaxIdError, TaxIdKind};
pub use txid::{Txid, TxidError};
