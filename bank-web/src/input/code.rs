//! A copied code, with whatever stands around it.

use pix::{BrCode, Reading, StaticCode};

/// The static code in `text`, if it holds that and nobody else to pay.
pub fn static_code(text: &str) -> Option<StaticCode> {
    match pix::read(text) {
        Reading::Code(BrCode::Static(code)) => Some(code),
        _ => None,
    }
}
