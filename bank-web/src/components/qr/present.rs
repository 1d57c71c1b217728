//! A text as a QR code.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use super::Qr;

impl Qr {
    /// Level M; None for what is too long for any code.
    pub fn of(text: &str) -> Option<Qr> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // To write into a text never fails.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Some(Qr { side: code.size(), path })
    }
}
