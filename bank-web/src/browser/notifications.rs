//! A Pix that comes in, told on every page: in words over the page, which are read aloud as well, and in the title of the tab.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::*;
use pix::Cents;
use serde::Deserialize;

use super::session_storage;
use crate::{
    live::{Live, Toast},
    texts::Lang,
};

const SHOWN: Duration = Duration::from_secs(8);
/// The balance comes right after; without it the news is told all the same.
const BALANCE: Duration = Duration::from_secs(1);
/// The title goes back this long after the tab was looked at.
const READ: Duration = Duration::from_secs(5);

/// Of the bank's own words, what is told.
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
pub struct Notifications(Rc<Told>);

struct Told {
    live: Live,
    lang: Lang,
    /// Of the document, while there is no news.
    title: String,
    unread: Cell<u32>,
    waiting: RefCell<Option<Transfer>>,
}

impl Notifications {
    pub fn new(live: Live, lang: Lang) -> Notifications {
        let told =
            Told { live, lang, title: document().title(), unread: Cell::new(0), waiting: RefCell::new(None) };
        Notifications(Rc::new(told))
    }

    pub fn transfer(&self, data: &str) {
        let Ok(transfer) = serde_json::from_str::<Transfer>(data) else { return };
        let arrived = transfer.direction == "in" && transfer.status == "completed";
        if !arrived || session_storage::told(&transfer.end_to_end_id) {
            return;
        }
        self.0.unread.set(self.0.unread.get() + 1);
        self.0.waiting.replace(Some(transfer));
        let later = self.clone();
        set_timeout(move || later.tell(None), BALANCE);
    }

    pub fn balance(&self, data: &str) {
        let balance = serde_json::from_str::<Balance>(data).ok();
        self.tell(balance.map(|balance| money(balance.balance_cents)));
    }

    fn tell(&self, balance: Option<String>) {
        let told = &self.0;
        let Some(transfer) = told.waiting.take() else { return };
        let (amount, name) = (money(transfer.amount_cents), transfer.payer.map(|payer| payer.name));
        let mut slots = vec![("amount", amount), ("name", name.unwrap_or_default())];
        let words = match (told.live.hide.get_untracked(), balance) {
            (true, _) => "live.knock.hidden",
            (false, None) => "live.knock",
            (false, Some(balance)) => {
                slots.push(("balance", balance));
                "live.knock.balance"
            }
        };
        let slots: Vec<(&str, &str)> = slots.iter().map(|(slot, value)| (*slot, value.as_str())).collect();
        let toast = Toast {
            icon: "in",
            words: told.lang.fill(words, &slots),
            href: Some(format!("/transfers/{}", transfer.end_to_end_id)),
        };
        told.live.show(toast, SHOWN);
        document().set_title(&format!(
            "({}) {} · {}",
            told.unread.get(),
            told.lang.say("entry.in"),
            told.title
        ));
        let read = self.clone();
        set_timeout(move || read.read(), SHOWN);
    }

    /// Somebody looks at the tab.
    pub fn read(&self) {
        let told = self.0.clone();
        let back = move || {
            if !document().hidden() {
                told.unread.set(0);
                document().set_title(&told.title);
            }
        };
        if self.0.unread.get() > 0 {
            set_timeout(back, READ);
        }
    }
}

fn money(cents: i64) -> String {
    Cents::new(cents).to_string().replace(' ', "\u{a0}")
}
