//! A bank's pages: a browser adapter over `bank-api`. It has no rules, no database and no sessions of its own.
//!
//! `README.md` has the map. In reading order: [`site`] (what a page knows of its bank and its reader), [`texts`] (every
//! text, in both languages), [`page`] (a page is a value), [`app`] (draws it), [`screens`] (one folder per screen),
//! [`components`] and [`form`] (what screens are made of), [`format`] (values written for people), [`input`] (what
//! people typed, read), [`live`] (what moves while a page is open). For the server alone `server`, for the browser
//! alone `browser`.

#![allow(
    clippy::disallowed_methods,
    reason = "pages are not simulated: they may ask the system for time and chance"
)]
#![recursion_limit = "256"]

pub mod app;
#[cfg(feature = "hydrate")]
mod browser;
pub mod components;
pub mod form;
pub mod format;
pub mod input;
pub mod live;
pub mod page;
pub mod screens;
#[cfg(feature = "ssr")]
pub mod server;
pub mod site;
pub mod texts;
