//! What is refused before anything is decoded.

use crate::PictureError;
use image::{ImageFormat, Limits};

/// Bytes of a file, at the most.
pub const BYTES_MAX: usize = 8 << 20;
/// Pixels, at the most.
pub const PIXELS_MAX: u64 = 20_000_000;
/// What a decoder may take for the pixels, in bytes.
pub const MEMORY_MAX: u64 = 64 << 20;

/// Scans of a JPEG. Cameras and messengers write ten; each may go over all the pixels again.
const SCANS_MAX: usize = 24;
/// Pixels of a JPEG in several scans: its decoder keeps their coefficients, 6 bytes a pixel.
const SCANNED_PIXELS_MAX: u64 = 8_000_000;

/// The format, by the first bytes and not by anybody's word.
pub(crate) fn format(picture: &[u8]) -> Result<ImageFormat, PictureError> {
    if picture.len() > BYTES_MAX {
        return Err(PictureError::TooManyBytes);
    }
    match image::guess_format(picture) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => Ok(format),
        Ok(_) | Err(_) => Err(PictureError::Format),
    }
}

/// For the decoders.
pub(crate) fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX);
    limits
}

/// What `picture` says of itself, `bytes` being what its pixels take.
pub(crate) fn check(
    picture: &[u8],
    format: ImageFormat,
    pixels: u64,
    bytes: u64,
) -> Result<(), PictureError> {
    let scans = if format == ImageFormat::Jpeg { scans(picture) } else { 1 };
    if scans > SCANS_MAX {
        return Err(PictureError::TooLate);
    }
    let too_many = pixels > PIXELS_MAX || bytes > MEMORY_MAX || scans > 1 && pixels > SCANNED_PIXELS_MAX;
    if too_many { Err(PictureError::TooManyPixels) } else { Ok(()) }
}

/// Markers at which a scan of a JPEG begins; inside the data of a scan there are none.
fn scans(jpeg: &[u8]) -> usize {
    jpeg.windows(2).filter(|two| *two == [0xff, 0xda]).count()
}
