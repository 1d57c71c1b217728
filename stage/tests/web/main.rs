//! The journal, and the stage as browsers and programs meet it, over boards that only remember what they were asked.

#![allow(clippy::unwrap_used)]

mod assets;
mod boards;
mod journal;
mod page;
mod plugs;
mod streams;
mod support;
