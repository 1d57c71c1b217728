//! The page's next value: the same address, asked for as a value. One question at a time; what happens while one
//! is under way is asked about after it.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Request, RequestInit, Response};

use super::open_page::OpenPage;
use crate::{
    live::Toast,
    page::{Page, Snapshot},
};

/// A Pix that is under way may become late or queued without an event.
const WHILE_OPEN: Duration = Duration::from_secs(3);
/// An event that could not be followed up is not forgotten.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
/// A connection that is dead never answers.
const PATIENCE: Duration = Duration::from_secs(8);
const SHOWN: Duration = Duration::from_secs(5);
const UNAUTHORIZED: u16 = 401;

#[derive(Clone)]
pub struct Refresher {
    place: OpenPage,
    asking: Rc<Cell<bool>>,
    again: Rc<Cell<bool>>,
    watching: Rc<Cell<bool>>,
}

impl Refresher {
    pub fn new(place: OpenPage) -> Refresher {
        let off = || Rc::new(Cell::new(false));
        Refresher { place, asking: off(), again: off(), watching: off() }
    }

    /// Nothing, where the page does not change by itself.
    pub fn fetch(&self) {
        if !self.place.page.with_untracked(Page::is_live) {
            return;
        }
        if self.asking.replace(true) {
            self.again.set(true);
            return;
        }
        let next = self.clone();
        spawn_local(async move {
            let mut answered = true;
            next.again.set(true);
            while answered && next.again.replace(false) {
                answered = next.ask().await;
            }
            next.asking.set(false);
            if answered {
                next.watch();
            } else {
                let later = next.clone();
                set_timeout(move || later.fetch(), AFTER_FAILURE);
            }
        });
    }

    /// Looks again in a while, as long as a Pix is under way.
    fn watch(&self) {
        let open =
            self.place.page.with_untracked(|page| matches!(page, Page::Outcome(outcome) if outcome.open));
        if open && !self.watching.replace(true) {
            let next = self.clone();
            let look = move || {
                next.watching.set(false);
                next.fetch();
            };
            set_timeout(look, WHILE_OPEN);
        }
    }

    /// Whether there was an answer.
    async fn ask(&self) -> bool {
        let (account, mut after) = match value().await {
            Asked::Value(Snapshot { account, page }) => (account, page),
            Asked::Nobody => {
                self.place.leave();
                return true;
            }
            Asked::Nothing => return false,
        };
        if account.as_ref() != Some(&self.place.account) {
            // Somebody else is logged in now: their value is not drawn over this page.
            self.place.leave();
            return true;
        }
        let before = self.place.page.get_untracked();
        after.follow(&before);
        if after == before {
            return true;
        }
        if let Some(news) = after.news(&before) {
            self.place.live.show(Toast::new("info", news), SHOWN);
        }
        self.place.name(&before, &after);
        self.place.page.set(after);
        true
    }
}

enum Asked {
    Value(Snapshot),
    /// The session is over; the server leads to the log-in.
    Nobody,
    /// There was no answer.
    Nothing,
}

async fn value() -> Asked {
    let Ok(end) = AbortController::new() else { return Asked::Nothing };
    let signal = end.signal();
    let late = set_timeout_with_handle(move || end.abort(), PATIENCE);
    let asked = answer(&signal).await.unwrap_or(Asked::Nothing);
    if let Ok(late) = late {
        late.clear();
    }
    asked
}

async fn answer(signal: &AbortSignal) -> Option<Asked> {
    let options = RequestInit::new();
    options.set_method("GET");
    options.set_signal(Some(signal));
    let request = Request::new_with_str_and_init(&window().location().href().ok()?, &options).ok()?;
    request.headers().set("accept", "application/json").ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if response.status() == UNAUTHORIZED {
        return Some(Asked::Nobody);
    }
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok().map(Asked::Value)
}
