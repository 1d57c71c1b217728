//! Fetches the page's next value: the same address, asked for as JSON. One request at a time; what happens during a request
//! leads to another one after it.

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

/// A transfer that is pending can become late or queued without an event, so it is asked for again after this.
const PENDING_RECHECK: Duration = Duration::from_secs(3);
/// After a request that failed.
const RETRY: Duration = Duration::from_secs(1);
/// A request without an answer is aborted after this.
const TIMEOUT: Duration = Duration::from_secs(8);
const SHOWN: Duration = Duration::from_secs(5);
const UNAUTHORIZED: u16 = 401;

#[derive(Clone)]
pub struct Refresher {
    open_page: OpenPage,
    running: Rc<Cell<bool>>,
    again: Rc<Cell<bool>>,
    recheck_planned: Rc<Cell<bool>>,
}

impl Refresher {
    pub fn new(open_page: OpenPage) -> Refresher {
        let off = || Rc::new(Cell::new(false));
        Refresher { open_page, running: off(), again: off(), recheck_planned: off() }
    }

    /// Does nothing on a page that is not live.
    pub fn refresh(&self) {
        if !self.open_page.page.with_untracked(Page::is_live) {
            return;
        }
        if self.running.replace(true) {
            self.again.set(true);
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            let mut answered = true;
            this.again.set(true);
            while answered && this.again.replace(false) {
                answered = this.fetch().await;
            }
            this.running.set(false);
            if answered {
                this.recheck_pending();
            } else {
                let later = this.clone();
                set_timeout(move || later.refresh(), RETRY);
            }
        });
    }

    /// Refreshes again in a while, as long as the transfer is pending.
    fn recheck_pending(&self) {
        let open =
            self.open_page.page.with_untracked(|page| matches!(page, Page::Outcome(outcome) if outcome.open));
        if open && !self.recheck_planned.replace(true) {
            let this = self.clone();
            let look = move || {
                this.recheck_planned.set(false);
                this.refresh();
            };
            set_timeout(look, PENDING_RECHECK);
        }
    }

    /// False if there was no answer.
    async fn fetch(&self) -> bool {
        let (account, mut after) = match fetch_value().await {
            Fetched::Value(Snapshot { account, page }) => (account, page),
            Fetched::LoggedOut => {
                self.open_page.reload();
                return true;
            }
            Fetched::NoAnswer => return false,
        };
        if account.as_ref() != Some(&self.open_page.account) {
            // Somebody else is logged in by now: their value must not be drawn over this page.
            self.open_page.reload();
            return true;
        }
        let before = self.open_page.page.get_untracked();
        after.mark_fresh(&before);
        if after == before {
            return true;
        }
        if let Some(announcement) = after.announcement(&before) {
            self.open_page.live.show(Toast::new("info", announcement), SHOWN);
        }
        self.open_page.update_title(&before, &after);
        self.open_page.page.set(after);
        true
    }
}

enum Fetched {
    Value(Snapshot),
    /// The session is over; the server leads to the log-in.
    LoggedOut,
    NoAnswer,
}

async fn fetch_value() -> Fetched {
    let Ok(controller) = AbortController::new() else { return Fetched::NoAnswer };
    let signal = controller.signal();
    let timer = set_timeout_with_handle(move || controller.abort(), TIMEOUT);
    let fetched = request(&signal).await.unwrap_or(Fetched::NoAnswer);
    if let Ok(timer) = timer {
        timer.clear();
    }
    fetched
}

async fn request(signal: &AbortSignal) -> Option<Fetched> {
    let options = RequestInit::new();
    options.set_method("GET");
    options.set_signal(Some(signal));
    let request = Request::new_with_str_and_init(&window().location().href().ok()?, &options).ok()?;
    request.headers().set("accept", "application/json").ok()?;
    let response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if response.status() == UNAUTHORIZED {
        return Some(Fetched::LoggedOut);
    }
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    serde_json::from_str(&text.as_string()?).ok().map(Fetched::Value)
}
