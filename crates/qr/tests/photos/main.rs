//! Codes as people photograph them, and what is sent to break a reader.
#![allow(clippy::unwrap_used)]

mod bombs;
mod draw;
mod read;
