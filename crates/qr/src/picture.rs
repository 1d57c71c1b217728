//! The pixels of a picture, as grey: the codes do not need more.

use crate::{PictureError, bounds};
use image::{ColorType, GrayImage, ImageDecoder, ImageError, ImageReader};
use std::io::Cursor;

/// How it is turned makes no difference: codes are found in whatever direction, mirrored ones too.
pub(crate) fn grey(picture: &[u8]) -> Result<GrayImage, PictureError> {
    let format = bounds::format(picture)?;
    let mut reader = ImageReader::with_format(Cursor::new(picture), format);
    reader.limits(bounds::limits());
    let decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let (bytes, color) = (decoder.total_bytes(), decoder.color_type());
    bounds::check(picture, format, u64::from(width) * u64::from(height), bytes)?;
    let length = usize::try_from(bytes).map_err(|_| PictureError::TooManyPixels)?;
    let mut pixels = vec![0; length];
    decoder.read_image(&mut pixels).map_err(refused)?;
    turn_grey(&mut pixels, color);
    GrayImage::from_raw(width, height, pixels).ok_or(PictureError::Damaged)
}

fn refused(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooManyPixels,
        ImageError::Unsupported(_) => PictureError::Format,
        _ => PictureError::Damaged,
    }
}

/// In place, so that no second picture stands beside the first.
fn turn_grey(pixels: &mut Vec<u8>, color: ColorType) {
    let step = usize::from(color.bytes_per_pixel());
    // The upper byte of two is all that counts, and decoders write in the machine's order.
    let wide = usize::from(color.bytes_per_pixel() / color.channel_count());
    let upper = if cfg!(target_endian = "little") { wide - 1 } else { 0 };
    let count = pixels.len() / step;
    for at in 0..count {
        let channel = |number: usize| u32::from(pixels[at * step + number * wide + upper]);
        let (grey, alpha) = match color.channel_count() {
            1 => (channel(0), 255),
            2 => (channel(0), channel(1)),
            3 => (bright(channel(0), channel(1), channel(2)), 255),
            _ => (bright(channel(0), channel(1), channel(2)), channel(3)),
        };
        // What can be seen through lies on paper.
        pixels[at] = ((grey * alpha + 255 * (255 - alpha)) / 255).min(255) as u8;
    }
    pixels.truncate(count);
}

/// As bright as people see it (ITU-R BT.601).
fn bright(red: u32, green: u32, blue: u32) -> u32 {
    (299 * red + 587 * green + 114 * blue) / 1000
}
