//! Between the bank's words and the bytes on its two topics (`proto/`). Pure: knows no broker.

mod decode;
mod encode;

use pix::BankCode;

/// Writes what this bank says to the hub, and reads what the hub says to it.
#[derive(Debug, Clone, Copy)]
pub struct Codec {
    pub bank: BankCode,
}
