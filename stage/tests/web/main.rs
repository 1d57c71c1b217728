//! The journal, and the stage as browsers and programs meet it, over boards that only remember what they were asked.

#![allow(clippy::unwrap_used)]

mod assets;
mod bank;
mod boards;
mod house;
mod journal;
mod page;
mod plugs;
mod reach;
mod room;
mod sending;
mod streams;
mod support;
