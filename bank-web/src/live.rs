//! What changes while a page is open, besides its value. The server draws the initial state; only the browser changes it.

use std::time::Duration;

use leptos::prelude::*;

/// Of the page with its bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// There is none: the page stays as it is until it is loaded again.
    Off,
    Live,
    /// Interrupted for a moment.
    Waiting,
    /// Interrupted for longer than that.
    Lost,
}

/// A short message over the page, for some seconds; screen readers read it aloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub icon: &'static str,
    pub words: String,
    /// Leads to more about it.
    pub href: Option<String>,
}

impl Toast {
    pub fn new(icon: &'static str, words: impl Into<String>) -> Toast {
        Toast { icon, words: words.into(), href: None }
    }
}

/// In the context of every component.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    pub connection: RwSignal<Connection>,
    /// When the last event came: `14:31:58`.
    pub last_heard: RwSignal<Option<String>>,
    /// A form was sent, and its answer has not come yet.
    pub sending: RwSignal<bool>,
    pub toast: RwSignal<Option<Toast>>,
    /// Amounts are hidden.
    pub hide: RwSignal<bool>,
}

impl Live {
    pub fn new(hide: bool) -> Live {
        Live {
            connection: RwSignal::new(Connection::Off),
            last_heard: RwSignal::new(None),
            sending: RwSignal::new(false),
            toast: RwSignal::new(None),
            hide: RwSignal::new(hide),
        }
    }

    /// Only in a browser: the server has no timers.
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
