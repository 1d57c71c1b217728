//! A picture whose search ends in time. What a search costs depends on what is drawn there: a thousand corners of codes
//! side by side are a thousand times a thousand guesses.

use image::{GenericImage, GenericImageView, GrayImage, Luma};
use std::{panic::resume_unwind, time::Instant};

/// Pixels between two looks at the clock.
const LOOK_EVERY: u32 = 1 << 16;

pub(crate) struct Watched {
    picture: GrayImage,
    until: Instant,
    /// Written since the last look.
    written: u32,
}

/// It is late. Unwinds without a word in the log; whoever began the search catches it.
struct Late;

impl Watched {
    pub(crate) fn new(picture: GrayImage, until: Instant) -> Self {
        Self { picture, until, written: 0 }
    }

    fn look_at_the_clock(&self) {
        if Instant::now() >= self.until {
            resume_unwind(Box::new(Late));
        }
    }
}

/// Each guess begins with a copy.
impl Clone for Watched {
    fn clone(&self) -> Self {
        self.look_at_the_clock();
        Self { picture: self.picture.clone(), until: self.until, written: 0 }
    }
}

impl GenericImageView for Watched {
    type Pixel = Luma<u8>;

    fn dimensions(&self) -> (u32, u32) {
        self.picture.dimensions()
    }

    fn get_pixel(&self, x: u32, y: u32) -> Luma<u8> {
        *self.picture.get_pixel(x, y)
    }
}

impl GenericImage for Watched {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Luma<u8> {
        self.picture.get_pixel_mut(x, y)
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.written += 1;
        if self.written >= LOOK_EVERY {
            self.written = 0;
            self.look_at_the_clock();
        }
        self.picture.put_pixel(x, y, pixel);
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Luma<u8>) {
        self.put_pixel(x, y, pixel);
    }
}
