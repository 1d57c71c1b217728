//! What every component may ask of the page that is being drawn.

use leptos::prelude::expect_context;

use crate::{site::Frame, texts::Lang};

/// What stands around the page that is being drawn.
pub fn frame() -> Frame {
    expect_context()
}

/// The language of the page that is being drawn.
pub fn lang() -> Lang {
    frame().lang
}
