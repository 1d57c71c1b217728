//! What is sent to break a reader is refused within a second.

use crate::draw::{CODE, code, jpeg, png};
use flate2::{Compression, Crc, write::ZlibEncoder};
use image::{GrayImage, Luma, RgbImage};
use qr::PictureError;
use std::{
    io::Write,
    time::{Duration, Instant},
};

const SECOND: Duration = Duration::from_secs(1);

#[track_caller]
fn refused(picture: &[u8]) -> Result<Vec<String>, PictureError> {
    let began = Instant::now();
    let answer = qr::read(picture, began + SECOND);
    assert!(began.elapsed() < 2 * SECOND, "took {:?}", began.elapsed());
    answer
}

/// A chunk of a PNG.
fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes(), kind, data, &crc.sum().to_be_bytes()].concat()
}

fn zeroes(count: usize) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    let block = vec![0; 1 << 20];
    for _ in 0..count >> 20 {
        zlib.write_all(&block).unwrap();
    }
    zlib.finish().unwrap()
}

/// With `extra` before the pixels.
fn png_with(extra: &[u8]) -> Vec<u8> {
    let plain = png(code(CODE, 4));
    let header_ends = 8 + 25;
    [&plain[..header_ends], extra, &plain[header_ends..]].concat()
}

#[test]
fn a_picture_that_says_it_is_a_hundred_thousand_pixels_wide() {
    let side = 100_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[8, 0, 0, 0, 0]].concat();
    let whole = [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", &zeroes(50 << 20)),
        &chunk(b"IEND", b""),
    ];
    assert_eq!(refused(&whole.concat()), Err(PictureError::TooManyPixels));
}

#[test]
fn a_text_or_a_profile_that_inflates_to_a_gigabyte() {
    let gigabyte = zeroes(1 << 30);
    let text = [&b"Comment\0\0"[..], &gigabyte].concat();
    let international = [&b"Comment\0\x01\0\0\0"[..], &gigabyte].concat();
    for (kind, data) in [(b"zTXt", &text), (b"iTXt", &international), (b"iCCP", &text)] {
        let answer = refused(&png_with(&chunk(kind, data)));
        // Refused, or skipped unread.
        assert!(matches!(answer.as_deref(), Ok([one]) if one == CODE) || answer.is_err(), "{answer:?}");
    }
}

#[test]
fn what_is_no_picture_or_of_another_kind() {
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;";
    for bytes in [&b""[..], b"\0", gif, b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM\0\0"] {
        assert_eq!(refused(bytes), Err(PictureError::Format), "{bytes:?}");
    }
}

#[test]
fn what_breaks_off_or_is_garbled() {
    let whole = png(code(CODE, 4));
    for end in [9, 40, whole.len() / 2] {
        assert_eq!(refused(&whole[..end]), Err(PictureError::Damaged), "{end}");
    }
    let jpeg = jpeg(code(CODE, 4), 80);
    assert!(refused(&jpeg[..4]).is_err());
    assert!(refused(b"RIFF\xff\xff\xff\xffWEBPVP8X").is_err());
}

#[test]
fn more_pixels_or_bytes_than_are_taken() {
    let wide = png(GrayImage::from_pixel(5_001, 4_000, Luma([255])));
    assert_eq!(refused(&wide), Err(PictureError::TooManyPixels));
    assert_eq!(refused(&vec![0xff; qr::BYTES_MAX + 1]), Err(PictureError::TooManyBytes));
}

#[test]
fn a_jpeg_that_goes_over_its_pixels_a_thousand_times() {
    let mut picture = jpeg(code(CODE, 4), 80);
    for _ in 0..1_000 {
        picture.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    }
    assert_eq!(refused(&picture), Err(PictureError::TooLate));
}

/// Each of these looks like the corner of a code, and any three of them like a code.
#[test]
fn a_field_of_corners() {
    let field = RgbImage::from_fn(1_600, 1_600, |x, y| {
        let (x, y) = (x % 18 / 2, y % 18 / 2);
        let ring = |low, high| (low..=high).contains(&x) && (low..=high).contains(&y);
        let dark = ring(1, 7) && !ring(2, 6) || ring(3, 5);
        image::Rgb([if dark { 0 } else { 255 }; 3])
    });
    assert_eq!(refused(&png(field)), Err(PictureError::TooLate));
}
