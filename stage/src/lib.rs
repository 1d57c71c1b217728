//! The stage: one page on which a room sees that nothing is lost.
//!
//! In reading order: [`journal`] (one ordered list of what was seen), [`boards`] (what a system must offer to be put on
//! stage), [`decoded`] (what stands in a message), [`audience`] (the room's phones, as customers), [`page`] (the picture's
//! frame, and the same truth in words; what phones show), [`recording`] (all of it in one file), [`rest`] (who may ask for
//! what, and pull what).
//! `servers` puts the system of processes on stage; without that feature whoever opens a stage brings its own boards.

#![recursion_limit = "512"]

pub mod audience;
pub mod boards;
pub mod decoded;
pub mod journal;
pub mod page;
pub mod recording;
pub mod rest;
#[cfg(feature = "servers")]
pub mod servers;
