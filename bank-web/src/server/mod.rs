//! The server around the pages. In reading order: `settings`, `pages`, `run` and `router` (start, routes, end); `state` (what
//! handlers share), `auth`, `page_request` and `cookies` (who asks, and how), `answer` and `document` (what they get);
//! `bank_api` (the bank's REST interface); `assets`, `web_app`, `compression`, `security_headers` and
//! `framed_by` (files and headers); `demo` (the people whose account anybody may use).

mod answer;
mod assets;
mod auth;
pub(crate) mod bank_api;
mod code_cache;
mod compression;
mod cookies;
pub mod demo;
mod document;
mod events;
mod framed_by;
mod health;
mod page_request;
mod pages;
mod payee_cache;
mod preferences;
mod router;
mod run;
mod security_headers;
mod settings;
mod state;
mod web_app;

pub(crate) use answer::Answer;
pub(crate) use auth::{ForwardedFor, MaybeSession, Session, local_path};
pub use framed_by::{FramedBy, Origin, OriginError};
pub use health::ask;
pub(crate) use page_request::PageRequest;
pub use pages::Pages;
pub use router::router;
pub use run::serve;
pub use settings::Settings;
pub(crate) use state::AppState;
