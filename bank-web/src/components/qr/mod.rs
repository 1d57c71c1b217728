//! A QR code, drawn: dark on white in every brand and at night, since cameras need it.

mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

pub use model::Qr;
pub use view::QrCode;
