//! Who may ask for what, and pull what.
//!
//! In reading order: [`Stage`] (what all handlers share), `router` (the routes and the bounds around them), `token` (who is
//! the presenter), `plugs` (what is asked of the system), `events` (the journal, live and read out), `page` and `assets`
//! (what a browser loads), `problem` and `headers`, [`serve`] (listen, and end).

pub mod assets;
mod events;
mod headers;
mod page;
mod phones;
mod plugs;
mod problem;
mod router;
mod serve;
mod token;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{boards::Boards, journal::Journal};

pub use router::router;
pub use serve::serve;
pub use token::{Token, TokenError};

/// What all handlers share.
#[derive(Clone)]
pub struct Stage {
    pub boards: Arc<dyn Boards>,
    pub journal: Journal,
    /// Of the presenter.
    pub token: Token,
    /// Ends the streams, which would never end by themselves.
    pub stop: CancellationToken,
}
