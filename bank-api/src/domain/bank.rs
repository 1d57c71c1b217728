//! Who this bank is, and when it decides.

use pix::{BankCode, Ispb, Timestamp};

/// The bank that this process is. Set once, from the banks file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OurBank {
    pub code: BankCode,
    pub ispb: Ispb,
    pub name: String,
}

/// What a decision needs besides the state and the command.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub bank: &'a OurBank,
    pub now: Timestamp,
}
