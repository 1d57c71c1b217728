//! A bank's pages: a browser adapter over `bank-api`. It has no rules, no database and no sessions of its own.
//!
//! In reading order: [`site`] (what the pages know of their bank), [`app`] (the document and its routes),
//! [`pages`] (one file per address: they say what), [`parts`] (what pages are made of: they draw), and, for
//! the server alone, [`server`] (settings, router, headers, health). Style sheets stand in `style/`, drawings
//! in `art/`; both are compiled in, so the binary is all there is to ship.

pub mod app;
pub mod pages;
pub mod parts;
#[cfg(feature = "ssr")]
pub mod server;
pub mod site;
