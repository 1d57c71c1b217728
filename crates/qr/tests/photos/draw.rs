//! Pictures of codes, drawn here: none lies in the repository.

use image::{
    DynamicImage, GrayImage, ImageFormat, Luma, RgbImage, codecs::jpeg::JpegEncoder, imageops::replace,
};
use qrcodegen::{QrCode, QrCodeEcc};
use std::io::Cursor;

pub const WHITE: Luma<u8> = Luma([255]);

pub const CODE: &str = "00020126420014br.gov.bcb.pix0120ana@bancoipe.example52040000530398654045.005802BR5913FULANO DE \
                        TAL6008BRASILIA62070503***630492C1";
pub const DYNAMIC: &str = "00020101021226700014br.gov.bcb.pix2548pix.example.com/8b3da2f39a4140d1a91abd93113bd441520400005303\
                           9865802BR5913Fulano de Tal6008BRASILIA62070503***630464E4";

/// `text` as a code with its quiet zone, each module so many pixels wide.
pub fn code(text: &str, module: u32) -> GrayImage {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
    let modules = code.size() + 8;
    GrayImage::from_fn(modules as u32 * module, modules as u32 * module, |x, y| {
        let at = |pixel: u32| (pixel / module) as i32 - 4;
        Luma([if code.get_module(at(x), at(y)) { 10 } else { 245 }])
    })
}

/// `picture` on a grey ground of that size.
pub fn on_ground(picture: &GrayImage, (width, height): (u32, u32), (x, y): (u32, u32)) -> GrayImage {
    let mut ground = GrayImage::from_pixel(width, height, Luma([200]));
    replace(&mut ground, picture, i64::from(x), i64::from(y));
    ground
}

/// Turned by some degrees, and seen from aside: the farther edge is shorter by `aside` of its length.
pub fn tilted(picture: &GrayImage, degrees: f32, aside: f32) -> GrayImage {
    let side = picture.width() as f32;
    let middle = side * 0.75;
    let (sin, cos) = degrees.to_radians().sin_cos();
    GrayImage::from_fn((side * 1.5) as u32, (side * 1.5) as u32, |x, y| {
        let (x, y) = (x as f32 - middle, y as f32 - middle);
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        let shrink = 1.0 - aside * (y / side + 0.5);
        let (x, y) = (x / shrink + side / 2.0, y / shrink + side / 2.0);
        if x < 0.0 || y < 0.0 || x >= side || y >= side {
            return Luma([190]);
        }
        *picture.get_pixel(x as u32, y as u32)
    })
}

/// With what a bad sensor adds, the same each time.
pub fn noisy(mut picture: GrayImage, by: u32) -> GrayImage {
    let mut state = 1_u32;
    for pixel in picture.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let value = i64::from(pixel.0[0]) + i64::from((state >> 16) % (2 * by + 1)) - i64::from(by);
        pixel.0[0] = value.clamp(0, 255) as u8;
    }
    picture
}

pub fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    written(picture, ImageFormat::Png)
}

pub fn jpeg(picture: GrayImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture: RgbImage = DynamicImage::from(picture).into_rgb8();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&picture).unwrap();
    bytes
}

/// A JPEG that says that it is to be shown turned, as phones write.
pub fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}
