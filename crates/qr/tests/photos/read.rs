//! Every kind of photo that people send.

use crate::draw::{
    CODE, DYNAMIC, WHITE, code, jpeg, noisy, on_ground, png, tilted, with_orientation, written,
};
use image::{
    DynamicImage, GrayImage, ImageFormat, LumaA,
    imageops::{FilterType, invert, replace, resize, rotate90, rotate180, rotate270},
};
use std::time::{Duration, Instant};

fn read(picture: &[u8]) -> Vec<String> {
    qr::read(picture, Instant::now() + Duration::from_secs(20)).unwrap()
}

#[track_caller]
fn holds_the_code(picture: &[u8]) {
    assert_eq!(read(picture), [CODE]);
}

#[test]
fn a_code_is_read_in_every_format() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let picture = DynamicImage::from(code(CODE, 6)).into_rgb8();
        holds_the_code(&written(picture, format));
    }
}

#[test]
fn a_code_is_read_however_it_is_turned() {
    let upright = code(CODE, 6);
    for turned in [rotate90(&upright), rotate180(&upright), rotate270(&upright)] {
        holds_the_code(&png(turned));
    }
    for orientation in 1..=8 {
        holds_the_code(&with_orientation(&jpeg(upright.clone(), 80), orientation));
    }
}

#[test]
fn a_code_is_read_that_is_held_askew() {
    for (degrees, aside) in [(12.0, 0.0), (33.0, 0.0), (45.0, 0.0), (-7.0, 0.15), (170.0, 0.1)] {
        holds_the_code(&jpeg(tilted(&code(CODE, 8), degrees, aside), 85));
    }
}

#[test]
fn a_code_is_read_white_on_black() {
    let mut dark = on_ground(&code(CODE, 6), (600, 900), (80, 300));
    invert(&mut dark);
    holds_the_code(&png(dark));
}

#[test]
fn a_code_is_read_that_is_125_pixels_wide() {
    holds_the_code(&png(resize(&code(CODE, 6), 125, 125, FilterType::Triangle)));
}

#[test]
fn a_code_is_read_in_the_corner_of_a_screenshot() {
    holds_the_code(&png(on_ground(&code(CODE, 4), (1080, 2400), (830, 2150))));
}

#[test]
fn a_small_code_is_read_on_the_photo_of_a_large_camera() {
    holds_the_code(&jpeg(on_ground(&code(CODE, 5), (4000, 3000), (3100, 2300)), 85));
}

#[test]
fn a_code_is_read_through_noise_and_what_a_messenger_leaves_of_it() {
    holds_the_code(&jpeg(noisy(code(CODE, 8), 60), 20));
    holds_the_code(&jpeg(noisy(on_ground(&code(CODE, 10), (1600, 1200), (500, 300)), 40), 15));
}

#[test]
fn a_code_is_read_that_lies_on_nothing() {
    let drawn = code(CODE, 6);
    let clear = image::ImageBuffer::from_fn(drawn.width(), drawn.height(), |x, y| {
        LumaA([0, 255 - drawn.get_pixel(x, y).0[0]])
    });
    holds_the_code(&png(clear));
}

#[test]
fn two_codes_on_one_picture_are_both_found() {
    let mut both = GrayImage::from_pixel(1200, 700, WHITE);
    replace(&mut both, &code(CODE, 8), 20, 60);
    replace(&mut both, &code(DYNAMIC, 8), 650, 60);
    let mut found = read(&png(both));
    found.sort();
    let mut expected = [CODE, DYNAMIC];
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn the_same_code_twice_is_one() {
    let mut both = GrayImage::from_pixel(1000, 500, WHITE);
    replace(&mut both, &code(CODE, 8), 0, 20);
    replace(&mut both, &code(CODE, 8), 500, 20);
    holds_the_code(&png(both));
}

#[test]
fn a_picture_without_a_code_holds_none() {
    assert!(read(&png(GrayImage::from_pixel(640, 480, WHITE))).is_empty());
    assert!(read(&png(noisy(GrayImage::from_pixel(640, 480, WHITE), 120))).is_empty());
    assert!(read(&png(GrayImage::from_pixel(1, 1, WHITE))).is_empty());
}
