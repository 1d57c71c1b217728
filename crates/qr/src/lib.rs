//! Reads the QR codes on a photo that a stranger sent, within bounds: of bytes, pixels, memory and time. Whatever it is
//! given, it answers or refuses, soon. It does not know what a code means.
//!
//! In reading order: `bounds` (what is refused before anything is decoded), `picture` (its pixels, as grey), `search`
//! (the codes on it), `watched` (how the search is ended in time).

mod bounds;
mod picture;
mod search;
mod watched;

pub use bounds::{BYTES_MAX, MEMORY_MAX, PIXELS_MAX};

use std::time::Instant;

/// Why a picture was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("a picture has at most 8 MB: send a smaller one, or a screenshot")]
    TooManyBytes,
    #[error("a picture has at most 20 million pixels: send a smaller one, or a screenshot")]
    TooManyPixels,
    #[error("send the picture as PNG, JPEG or WebP")]
    Format,
    #[error("the picture is damaged: take it again")]
    Damaged,
    #[error("the picture is too intricate to be read: take it nearer, with nothing but the code on it")]
    TooLate,
}

/// The different texts in the QR codes on `picture`, none where there is no code. Ends soon after `until`.
///
/// # Errors
/// [`PictureError`] for what is no picture, or one that goes beyond the bounds.
pub fn read(picture: &[u8], until: Instant) -> Result<Vec<String>, PictureError> {
    let grey = picture::grey(picture)?;
    search::texts(&grey, until)
}
