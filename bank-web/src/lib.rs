//! A bank's pages: a browser adapter over `bank-api`. It has no rules, no database and no sessions of its own.
//!
//! In reading order: [`site`] (what a page knows of its bank), [`copy`] (every text, in both languages), [`model`]
//! (a page is a value), [`app`] and [`pages`] (one file per screen: they draw such a value), [`parts`] (what
//! screens are made of), [`live`] (what moves while a page is open), [`amount`] (what
//! somebody typed, in cents). For the server alone, [`server`]: it makes
//! the values out of what `bank-api` answers, and takes the forms. For the browser alone, `browser`: it takes over
//! the drawn page and asks for the next value when something happened. Style sheets stand in `style/`, drawings in
//! `art/`, fonts in `fonts/`; all are compiled in.

#![allow(
    clippy::disallowed_methods,
    reason = "pages are not simulated: they may ask the system for time and chance"
)]
#![recursion_limit = "256"]

pub mod amount;
pub mod app;
#[cfg(feature = "hydrate")]
mod browser;
pub mod copy;
pub mod live;
pub mod model;
pub mod pages;
pub mod parts;
#[cfg(feature = "ssr")]
pub mod server;
pub mod site;
pub mod text;
