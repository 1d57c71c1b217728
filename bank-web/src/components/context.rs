//! The context that every component is drawn in.

use leptos::prelude::expect_context;

use crate::{site::Frame, texts::Lang};

/// Of the page that is being drawn.
pub fn frame() -> Frame {
    expect_context()
}

/// Of the page that is being drawn.
pub fn lang() -> Lang {
    frame().lang
}
