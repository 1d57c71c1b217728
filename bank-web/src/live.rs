//! What moves while a page is open. The server draws it standing still; only the browser moves it.

use leptos::prelude::*;

/// How the page and its bank hear of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Not listening: the page stays as it is until it is asked for again.
    Still,
    Live,
    /// Gone for moments.
    Waiting,
    /// Gone for longer than that.
    Lost,
}

/// The moving parts, in context.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    pub connection: RwSignal<Connection>,
    /// What happened last, in words, for those who listen.
    pub news: RwSignal<String>,
    /// A form was sent and its answer is not here yet.
    pub sending: RwSignal<bool>,
    /// A word at the foot of the page, for moments.
    pub toast: RwSignal<Option<String>>,
}

impl Live {
    pub fn still() -> Live {
        Live {
            connection: RwSignal::new(Connection::Still),
            news: RwSignal::new(String::new()),
            sending: RwSignal::new(false),
            toast: RwSignal::new(None),
        }
    }
}
