//! Codes as the Central Bank prints them, as the world makes them, and as we make ours. People and shops are
//! invented.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod cases;
mod ours;
mod pasted;
mod properties;
mod refused;
mod vectors;
mod wild;

use super::*;
use crate::KeyKind;

/// A common code, of which most cases are variants.
const BASE: &str = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.00\
    5802BR5913FULANO DE TAL6008BRASILIA62070503***630492C1";

/// `body`, which ends in `6304`, with its checksum as an independent library computes it.
fn sealed(body: &str) -> String {
    let crc = crc::Crc::<u16>::new(&crc::CRC_16_IBM_3740).checksum(body.as_bytes());
    format!("{body}{crc:04X}")
}

/// The common code with one part exchanged, and the checksum that then holds.
#[track_caller]
fn with(part: &str, instead: &str) -> String {
    assert!(BASE.contains(part), "{part}");
    sealed(&BASE[..BASE.len() - 4].replace(part, instead))
}

#[track_caller]
fn read_static(text: &str) -> StaticCode {
    match BrCode::decode(text) {
        Ok(BrCode::Static(code)) => code,
        other => panic!("{text:?}: {other:?}"),
    }
}

#[track_caller]
fn read_dynamic(text: &str) -> DynamicCode {
    match BrCode::decode(text) {
        Ok(BrCode::Dynamic(code)) => code,
        other => panic!("{text:?}: {other:?}"),
    }
}

#[track_caller]
fn refuses(text: &str, error: CodeError) {
    assert_eq!(BrCode::decode(text), Err(error), "{text:?}");
}

/// A field, its length counted in bytes.
fn field(id: u8, value: &str) -> String {
    format!("{id:02}{:02}{value}", value.len())
}

/// The common code with another template of the payee.
fn with_account(inner: &[(u8, &str)]) -> String {
    let inner: String = inner.iter().map(|(id, value)| field(*id, value)).collect();
    with("26420014br.gov.bcb.pix0120ana@bancoipe.example", &field(26, &inner))
}
