//! Hears the bank, through its own stream or another tab's, and measures how long ago that was: whoever hears nothing says so
//! and listens anew. What an event says does not matter to a page that is live: whatever happened, its next value has it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::{
    detail_panel,
    event_stream::{BankEvent, EventStream, StreamMessage},
    notifications::Notifications,
    open_page::{OpenPage, comes_back},
    refresh::Refresher,
    session_storage,
    tabs::Tabs,
};
use crate::{live::Connection, page::Page};

const LOOK: Duration = Duration::from_secs(1);
// All in milliseconds. The bank says something every ten seconds at the least.
const SILENT: f64 = 14_000.0;
const DEAF: f64 = 25_000.0;
/// Shorter breaks are not worth a word.
const BROKEN: f64 = 2_000.0;
const LOST: f64 = 15_000.0;
const AGAIN: f64 = 8_000.0;
/// A tab that nobody has looked at for this long listens no more.
const UNSEEN: f64 = 60_000.0;
/// A browser comes back by itself after a break, but not after an answer that is no stream: then after this, twice this, …
const REFUSED: Duration = Duration::from_secs(2);
const REFUSED_MAX: u32 = 16;

pub fn listen(place: OpenPage) {
    let ear = Rc::new_cyclic(|ear: &std::rc::Weak<Ear>| {
        let told = ear.clone();
        let tabs = Tabs::join(move |heard| {
            if let Some(ear) = told.upgrade() {
                ear.take(&heard);
            }
        });
        Ear {
            next: Refresher::new(place.clone()),
            news: Notifications::new(place.live, place.lang),
            leads: !place.page.with_untracked(Page::is_final),
            place,
            tabs,
            stream: RefCell::new(None),
            asking: Cell::new(false),
            heard_at: Cell::new(Date::now()),
            tried_at: Cell::new(0.0),
            broken_at: Cell::new(None),
            unseen_at: Cell::new(None),
            refusals: Cell::new(1),
            gone: Cell::new(false),
        }
    });
    detail_panel::follow(ear.place.clone(), ear.next.clone());
    ear.wake();
    let (each, woken) = (ear.clone(), ear.clone());
    let _ = set_interval_with_handle(move || each.look(), LOOK);
    let _ = document_event("visibilitychange", move || woken.seen_or_not());
    let (online, offline, left, back) = (ear.clone(), ear.clone(), ear.clone(), ear);
    window_event_listener_untyped("online", move |_| online.listen_anew());
    window_event_listener_untyped("offline", move |_| offline.broken_at.set(Some(Date::now())));
    window_event_listener_untyped("pagehide", move |_| {
        left.gone.set(true);
        left.rest();
    });
    window_event_listener_untyped("pageshow", move |event| {
        if comes_back(&event) {
            back.gone.set(false);
            back.seen_or_not();
        }
    });
}

fn document_event(name: &str, act: impl Fn() + 'static) -> Option<()> {
    use wasm_bindgen::{JsCast, closure::Closure};
    let handler = Closure::<dyn Fn()>::new(act);
    document().add_event_listener_with_callback(name, handler.as_ref().unchecked_ref()).ok()?;
    // As long as the page.
    handler.forget();
    Some(())
}

struct Ear {
    place: OpenPage,
    next: Refresher,
    news: Notifications,
    /// May listen for all tabs. A page that has come to its end only hears what others tell.
    leads: bool,
    /// None where the browser's tabs know nothing of each other.
    tabs: Option<Rc<Tabs>>,
    stream: RefCell<Option<EventStream>>,
    /// Waits to listen for all.
    asking: Cell<bool>,
    heard_at: Cell<f64>,
    tried_at: Cell<f64>,
    broken_at: Cell<Option<f64>>,
    unseen_at: Cell<Option<f64>>,
    /// How much longer than at first it waits after an answer that is no stream.
    refusals: Cell<u32>,
    /// The page was left; a browser may keep it, and bring it back.
    gone: Cell<bool>,
}

impl Ear {
    fn seen(&self) -> bool {
        !self.gone.get() && document().visibility_state() == VisibilityState::Visible
    }

    /// Begins to listen, if it may and does not.
    fn wake(self: &Rc<Self>) {
        if self.leads && self.seen() && self.stream.borrow().is_none() {
            self.lead(false);
        }
    }

    fn lead(self: &Rc<Self>, now: bool) {
        let Some(tabs) = &self.tabs else { return self.open() };
        if self.asking.replace(true) && !now {
            return;
        }
        let (begun, ended) = (self.clone(), self.clone());
        let begin = move || {
            begun.asking.set(false);
            let seen = begun.seen();
            if seen {
                begun.open();
            }
            seen
        };
        let end = move || {
            ended.asking.set(false);
            ended.stream.replace(None);
            ended.wake();
        };
        tabs.lead(now, begin, end);
    }

    fn open(self: &Rc<Self>) {
        let ear = self.clone();
        let hear = move |said| match said {
            StreamMessage::BankEvent(heard) => ear.hear(heard),
            StreamMessage::Broken { refused } => ear.broken(refused),
        };
        let since = session_storage::since(&self.place.account);
        let stream = EventStream::open(since.as_deref(), hear);
        self.stream.replace(stream);
        self.tried_at.set(Date::now());
    }

    /// Listens no more, and lets another tab do it.
    fn rest(&self) {
        self.stream.replace(None);
        if let Some(tabs) = &self.tabs {
            tabs.let_others_lead();
        }
    }

    /// By its own stream.
    fn hear(&self, heard: BankEvent) {
        if let Some(tabs) = &self.tabs {
            tabs.tell(&heard);
        }
        self.take(&heard);
    }

    fn broken(self: &Rc<Self>, refused: bool) {
        if self.broken_at.get().is_none() {
            self.broken_at.set(Some(Date::now()));
        }
        if refused {
            let again = self.clone();
            let open = move || {
                if again.stream.borrow().is_some() {
                    again.open();
                    // Perhaps the session is over.
                    again.next.fetch();
                }
            };
            let times = self.refusals.get();
            self.refusals.set((times * 2).min(REFUSED_MAX));
            set_timeout(open, REFUSED * times);
        }
    }

    fn take(&self, heard: &BankEvent) {
        if heard.account != self.place.account {
            // Somebody else is logged in now: what this page shows is not theirs.
            self.place.leave();
            return;
        }
        self.heard_at.set(Date::now());
        self.broken_at.set(None);
        self.refusals.set(1);
        self.place.live.connection.set(Connection::Live);
        self.place.live.heard.set(Some(time()));
        session_storage::heard(&self.place.account, &heard.id);
        match heard.name.as_str() {
            "transfer" => self.news.transfer(&heard.data),
            "balance" => self.news.balance(&heard.data),
            _ => return,
        }
        self.next.fetch();
    }

    /// Every second: says what is so, and does not believe in a silent connection.
    fn look(self: &Rc<Self>) {
        let now = Date::now();
        let leading = self.stream.borrow().is_some();
        if self.unseen_at.get().is_some_and(|at| now - at > UNSEEN) && leading {
            self.rest();
        }
        if !self.leads || !self.seen() {
            return;
        }
        let silence = now - self.heard_at.get();
        let broken = self.broken_at.get().map_or(0.0, |at| now - at);
        let connection = self.place.live.connection;
        let word = match (broken > LOST || silence > DEAF, broken > BROKEN || silence > SILENT) {
            (true, _) => Connection::Lost,
            (false, true) => Connection::Waiting,
            (false, false) => connection.get_untracked(),
        };
        if word != connection.get_untracked() {
            connection.set(word);
        }
        if silence > DEAF && now - self.tried_at.get() > AGAIN {
            self.listen_anew();
        }
    }

    fn listen_anew(self: &Rc<Self>) {
        self.tried_at.set(Date::now());
        let leading = self.stream.borrow().is_some();
        if leading {
            self.open();
        } else if self.leads && self.seen() {
            // Whoever listens for all is silent as well: it may be asleep.
            self.lead(true);
        }
        self.next.fetch();
    }

    fn seen_or_not(self: &Rc<Self>) {
        if !self.seen() {
            self.unseen_at.set(Some(Date::now()));
            if self.tabs.is_none() {
                self.rest();
            }
            return;
        }
        self.unseen_at.set(None);
        self.news.read();
        self.wake();
        self.next.fetch();
    }
}

/// `14:31:58`, where the bank is.
fn time() -> String {
    let options = Object::new();
    for (name, value) in
        [("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit"), ("timeZone", "America/Sao_Paulo")]
    {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new_0().to_locale_string("pt-BR", &options).into()
}
