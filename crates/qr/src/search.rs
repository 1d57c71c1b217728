//! The codes on a picture. Which size shows them best nobody knows before, so several are tried: a code that fills the
//! photo of a shop's counter, and one in the corner of a screenshot.

use crate::{PictureError, watched::Watched};
use image::{
    GrayImage,
    imageops::{FilterType, invert, resize, thumbnail},
};
use rqrr::PreparedImage;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

/// The longer side at which most codes are found, in pixels, and the one at which noise is gone.
const SIDE: u32 = 1_600;
const SMALL_SIDE: u32 = 700;
/// Below this the modules of a code are two pixels wide or less.
const TINY_SIDE: u32 = 500;

/// The different texts, in the order in which they are found.
pub(crate) fn texts(picture: &GrayImage, until: Instant) -> Result<Vec<String>, PictureError> {
    let side = picture.width().max(picture.height());
    let mut found = Vec::new();
    if side == 0 {
        return Ok(found);
    }
    // All of these, also when there is something on the first: nobody is to pay one of two codes unseen.
    let mut sizes = vec![side.min(SIDE)];
    if side > SMALL_SIDE {
        sizes.push(SMALL_SIDE);
    }
    for size in sizes {
        both_ways(scaled(picture, side, size), until, &mut found)?;
    }
    if !found.is_empty() {
        return Ok(found);
    }
    if side > SIDE {
        both_ways(picture.clone(), until, &mut found)?;
    }
    if side < TINY_SIDE {
        both_ways(scaled(picture, side, side * 3), until, &mut found)?;
    }
    Ok(found)
}

fn scaled(picture: &GrayImage, side: u32, wanted: u32) -> GrayImage {
    let of = |length: u32| (u64::from(length) * u64::from(wanted) / u64::from(side)).max(1) as u32;
    let (width, height) = (of(picture.width()), of(picture.height()));
    match wanted.cmp(&side) {
        std::cmp::Ordering::Less => thumbnail(picture, width, height),
        std::cmp::Ordering::Equal => picture.clone(),
        std::cmp::Ordering::Greater => resize(picture, width, height, FilterType::Triangle),
    }
}

/// Dark on light, and light on dark, as phones show it at night.
fn both_ways(mut picture: GrayImage, until: Instant, found: &mut Vec<String>) -> Result<(), PictureError> {
    look(picture.clone(), until, found)?;
    invert(&mut picture);
    look(picture, until, found)
}

fn look(picture: GrayImage, until: Instant, found: &mut Vec<String>) -> Result<(), PictureError> {
    // Ends by unwinding when it is late; and on some pictures the library trips over itself, which says that it saw
    // nothing there.
    let texts = catch_unwind(AssertUnwindSafe(|| {
        let mut prepared = PreparedImage::prepare(Watched::new(picture, until));
        prepared.detect_grids().iter().filter_map(decoded).collect::<Vec<_>>()
    }));
    if Instant::now() >= until {
        return Err(PictureError::TooLate);
    }
    for text in texts.unwrap_or_default() {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    Ok(())
}

/// In UTF-8, or in Latin-1 as old generators write.
fn decoded<G: rqrr::BitGrid>(grid: &rqrr::Grid<G>) -> Option<String> {
    let mut bytes = Vec::new();
    grid.decode_to(&mut bytes).ok()?;
    Some(
        String::from_utf8(bytes)
            .unwrap_or_else(|text| text.into_bytes().into_iter().map(char::from).collect()),
    )
}
