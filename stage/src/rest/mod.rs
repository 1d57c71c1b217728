//! Who may ask for what, and pull what.
//!
//! In reading order: [`Stage`] (what all handlers share), `router` (the routes and the bounds around them), `token` (who is
//! the presenter), [`reach`] (how far one comes from the network), `plugs` (what is asked of the system), `events` (the
//! journal, live and read out), `page` and `assets` (what a browser loads), `audience` and `audience_stream` (what the room's
//! phones do and hear), `remote` (the presenter's phone), `home` (what everybody may keep), `problem` and `headers`, [`serve`]
//! (listen, and end).

pub mod assets;
mod audience;
mod audience_stream;
mod events;
mod headers;
mod home;
mod page;
mod phones;
mod plugs;
mod problem;
pub mod reach;
mod remote;
mod router;
mod serve;
mod token;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use crate::{audience::Room, boards::Boards, journal::Journal, recording::Recordings};

pub use reach::Reach;
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
    /// Ends the streams, which would never end by themselves, and whatever the room began.
    pub stop: CancellationToken,
    pub room: Room,
    pub reach: Reach,
    pub recordings: Recordings,
}

impl Stage {
    /// Of what stands on these boards; its room is empty, and may be joined where the boards have doors.
    pub fn new(boards: Arc<dyn Boards>, journal: Journal, token: Token) -> Stage {
        let stop = CancellationToken::new();
        let room = Room::new(boards.doors(), journal.clone(), stop.clone());
        let recordings = Recordings::of(journal.clone());
        Stage { boards, journal, token, stop, room, reach: Reach::default(), recordings }
    }
}
