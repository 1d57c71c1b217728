//! The page's next value: the same address, asked for as a value. One question at a time; what happens while one
//! is under way is asked about after it.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

use crate::{live::Live, model::Page};

/// A Pix that is under way may become late or queued without an event.
const WHILE_OPEN: Duration = Duration::from_secs(3);
/// An event that could not be followed up is not forgotten.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
const UNAUTHORIZED: u16 = 401;

#[derive(Clone)]
pub struct Next {
    page: RwSignal<Page>,
    live: Live,
    asking: Rc<Cell<bool>>,
    again: Rc<Cell<bool>>,
    watching: Rc<Cell<bool>>,
}

impl Next {
    pub fn new(page: RwSignal<Page>, live: Live) -> Next {
        let off = || Rc::new(Cell::new(false));
        Next { page, live, asking: off(), again: off(), watching: off() }
    }

    pub fn fetch(&self) {
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
        let open = self.page.with_untracked(|page| matches!(page, Page::Outcome(outcome) if outcome.open));
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
        let Some(mut after) = value().await else { return false };
        let before = self.page.get_untracked();
        after.follow(&before);
        if after == before {
            return true;
        }
        if let Some(news) = after.news() {
            self.live.news.set(news.to_owned());
        }
        self.page.set(after);
        true
    }
}

/// None where there is no answer.
async fn value() -> Option<Page> {
    let here = window().location();
    let options = RequestInit::new();
    options.set_method("GET");
    let request = Request::new_with_str_and_init(&here.href().ok()?, &options).ok()?;
    request.headers().set("accept", "application/json").ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if response.status() == UNAUTHORIZED {
        // The session is over; the server leads to the log-in.
        let _ = here.reload();
        return None;
    }
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok()
}
