//! A bank that takes part. Refuses to know how it proves who it is.

use pix::{BankCode, Ispb};

/// A bank in the system. Code and ISPB never change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub code: BankCode,
    pub ispb: Ispb,
    pub name: String,
}
