//! What moves while a page is open. The server draws it standing still; only the browser moves it.

use std::time::Duration;

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

/// A word over the page, for moments; read aloud as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub icon: &'static str,
    pub words: String,
    /// More about it.
    pub href: Option<String>,
}

impl Toast {
    pub fn new(icon: &'static str, words: impl Into<String>) -> Toast {
        Toast { icon, words: words.into(), href: None }
    }
}

/// The moving parts, in context.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    pub connection: RwSignal<Connection>,
    /// When the bank was last heard: `14:31:58`.
    pub heard: RwSignal<Option<String>>,
    /// A form was sent and its answer is not here yet.
    pub sending: RwSignal<bool>,
    pub toast: RwSignal<Option<Toast>>,
    /// Amounts are not to be seen.
    pub hide: RwSignal<bool>,
}

impl Live {
    pub fn still(hide: bool) -> Live {
        Live {
            connection: RwSignal::new(Connection::Still),
            heard: RwSignal::new(None),
            sending: RwSignal::new(false),
            toast: RwSignal::new(None),
            hide: RwSignal::new(hide),
        }
    }

    /// In a browser alone.
    pub fn show(self, toast: Toast, time: Duration) {
        self.toast.set(Some(toast.clone()));
        let over = move || {
            if self.toast.get_untracked().as_ref() == Some(&toast) {
                self.toast.set(None);
            }
        };
        set_timeout(over, time);
    }
}
