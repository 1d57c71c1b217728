//! The server around the pages: settings, router, start and end; `api` (what the bank answers), `handlers` (one
//! file per address: ask the bank, make the page's value), `words` and `drawn` (how values are worded).

mod api;
mod app;
mod assets;
mod cookies;
mod demo;
mod document;
mod drawn;
mod handlers;
mod headers;
mod health;
mod installed;
mod keys;
mod mistakes;
mod packed;
mod payees;
mod pin;
mod router;
mod run;
mod settings;
mod visitor;
mod words;

pub use health::ask;
pub use router::router;
pub use run::serve;
pub use settings::Settings;
