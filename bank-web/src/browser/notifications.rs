//! Notifies of a Pix that comes in, on every page: as a toast, which is read aloud as well, and in the title of the tab.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::*;
use serde::Deserialize;

use super::session_storage;
use crate::{
    format::money,
    live::{Live, Toast},
    texts::Lang,
};

const SHOWN: Duration = Duration::from_secs(8);
/// The event of the balance follows that of the transfer. When it does not, the notification is shown without a balance.
const BALANCE_WAIT: Duration = Duration::from_secs(1);
/// The title is reset this long after the tab became visible.
const TITLE_RESET: Duration = Duration::from_secs(5);

/// The part of the event that a notification needs.
#[derive(Clone, Deserialize)]
struct Transfer {
    end_to_end_id: String,
    direction: String,
    status: String,
    amount_cents: i64,
    payer: Option<Payer>,
}

#[derive(Clone, Deserialize)]
struct Payer {
    name: String,
}

#[derive(Deserialize)]
struct Balance {
    balance_cents: i64,
}

#[derive(Clone)]
pub struct Notifications(Rc<State>);

struct State {
    live: Live,
    lang: Lang,
    /// Of the document, while nothing is unread.
    title: String,
    unread: Cell<u32>,
    waiting: RefCell<Option<Transfer>>,
}

impl Notifications {
    pub fn new(live: Live, lang: Lang) -> Notifications {
        let state = State {
            live,
            lang,
            title: document().title(),
            unread: Cell::new(0),
            waiting: RefCell::new(None),
        };
        Notifications(Rc::new(state))
    }

    pub fn transfer(&self, data: &str) {
        let Ok(transfer) = serde_json::from_str::<Transfer>(data) else { return };
        let arrived = transfer.direction == "in" && transfer.status == "completed";
        if !arrived || session_storage::already_notified(&transfer.end_to_end_id) {
            return;
        }
        self.0.unread.set(self.0.unread.get() + 1);
        self.0.waiting.replace(Some(transfer));
        let later = self.clone();
        set_timeout(move || later.notify(None), BALANCE_WAIT);
    }

    pub fn balance(&self, data: &str) {
        let balance = serde_json::from_str::<Balance>(data).ok();
        self.notify(balance.map(|balance| money(balance.balance_cents)));
    }

    fn notify(&self, balance: Option<String>) {
        let state = &self.0;
        let Some(transfer) = state.waiting.take() else { return };
        let amount = money(transfer.amount_cents);
        let name = transfer.payer.map(|payer| payer.name).unwrap_or_default();
        let mut slots = vec![("amount", &*amount), ("name", &*name)];
        let text = match (state.live.hide.get_untracked(), &balance) {
            (true, _) => "live.knock.hidden",
            (false, None) => "live.knock",
            (false, Some(balance)) => {
                slots.push(("balance", balance));
                "live.knock.balance"
            }
        };
        let toast = Toast {
            icon: "in",
            words: state.lang.fill(text, &slots),
            href: Some(format!("/transfers/{}", transfer.end_to_end_id)),
        };
        state.live.show(toast, SHOWN);
        document().set_title(&format!(
            "({}) {} · {}",
            state.unread.get(),
            state.lang.say("entry.in"),
            state.title
        ));
        let read = self.clone();
        set_timeout(move || read.read(), SHOWN);
    }

    /// The tab is visible: what was unread is read.
    pub fn read(&self) {
        let state = self.0.clone();
        let reset = move || {
            if !document().hidden() {
                state.unread.set(0);
                document().set_title(&state.title);
            }
        };
        if self.0.unread.get() > 0 {
            set_timeout(reset, TITLE_RESET);
        }
    }
}
