//! Receives the bank's events, through a stream of its own or from the tab that leads, and watches how long ago the
//! last one was: a connection that is silent for too long is shown as such and opened again. A live page only needs to
//! know that something happened: then it fetches its next value.

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
    open_page::{OpenPage, is_from_cache},
    refresh::Refresher,
    session_storage,
    tabs::Tabs,
};
use crate::{live::Connection, page::Page};

const CHECK_EVERY: Duration = Duration::from_secs(1);
/// The bank sends a heartbeat every ten seconds. After this much silence the page says that it waits …
const SILENT_WAITING_MS: f64 = 14_000.0;
/// … and after this much that the connection is lost.
const SILENT_LOST_MS: f64 = 25_000.0;
/// The same for a connection that is known to be broken; shorter breaks are not shown.
const BROKEN_WAITING_MS: f64 = 2_000.0;
const BROKEN_LOST_MS: f64 = 15_000.0;
/// A silent connection is opened again at most this often.
const RECONNECT_MS: f64 = 8_000.0;
/// A tab that has been hidden for this long no longer leads.
const HIDDEN_MAX_MS: f64 = 60_000.0;
/// A browser reconnects by itself after a break, but not when the server refused the stream: then after this, twice this, …
const REFUSED_RETRY: Duration = Duration::from_secs(2);
const REFUSED_FACTOR_MAX: u32 = 16;

pub fn listen(open_page: OpenPage) {
    let listener = Rc::new_cyclic(|listener: &std::rc::Weak<Listener>| {
        let weak = listener.clone();
        let tabs = Tabs::join(move |event| {
            if let Some(listener) = weak.upgrade() {
                listener.handle(&event);
            }
        });
        Listener {
            refresher: Refresher::new(open_page.clone()),
            notifications: Notifications::new(open_page.live, open_page.lang),
            may_lead: !open_page.page.with_untracked(Page::is_final),
            open_page,
            tabs,
            stream: RefCell::new(None),
            candidate: Cell::new(false),
            heard_at: Cell::new(Date::now()),
            opened_at: Cell::new(0.0),
            broken_at: Cell::new(None),
            hidden_at: Cell::new(None),
            refused_factor: Cell::new(1),
            left_page: Cell::new(false),
        }
    });
    detail_panel::handle_clicks(listener.open_page.clone(), listener.refresher.clone());
    listener.start();
    let (each, toggled) = (listener.clone(), listener.clone());
    let _ = set_interval_with_handle(move || each.check(), CHECK_EVERY);
    let _ = document_event("visibilitychange", move || toggled.visibility_changed());
    let (online, offline, left, back) = (listener.clone(), listener.clone(), listener.clone(), listener);
    window_event_listener_untyped("online", move |_| online.reconnect());
    window_event_listener_untyped("offline", move |_| offline.broken_at.set(Some(Date::now())));
    window_event_listener_untyped("pagehide", move |_| {
        left.left_page.set(true);
        left.stop();
    });
    window_event_listener_untyped("pageshow", move |event| {
        if is_from_cache(&event) {
            back.left_page.set(false);
            back.visibility_changed();
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

struct Listener {
    open_page: OpenPage,
    refresher: Refresher,
    notifications: Notifications,
    /// May hold the stream for all tabs. A page of a transfer that has ended only receives what another tab broadcasts.
    may_lead: bool,
    /// None where the browser cannot let its tabs talk to each other.
    tabs: Option<Rc<Tabs>>,
    stream: RefCell<Option<EventStream>>,
    /// Waits to become the leader.
    candidate: Cell<bool>,
    heard_at: Cell<f64>,
    opened_at: Cell<f64>,
    broken_at: Cell<Option<f64>>,
    hidden_at: Cell<Option<f64>>,
    /// By how much the wait after a refused stream has grown.
    refused_factor: Cell<u32>,
    /// The page was left. A browser may keep it, and show it again.
    left_page: Cell<bool>,
}

impl Listener {
    fn visible(&self) -> bool {
        !self.left_page.get() && document().visibility_state() == VisibilityState::Visible
    }

    /// Tries to lead, if it may and does not already.
    fn start(self: &Rc<Self>) {
        if self.may_lead && self.visible() && self.stream.borrow().is_none() {
            self.lead(false);
        }
    }

    fn lead(self: &Rc<Self>, now: bool) {
        let Some(tabs) = &self.tabs else { return self.open() };
        if self.candidate.replace(true) && !now {
            return;
        }
        let (begun, ended) = (self.clone(), self.clone());
        let begin = move || {
            begun.candidate.set(false);
            let visible = begun.visible();
            if visible {
                begun.open();
            }
            visible
        };
        let end = move || {
            ended.candidate.set(false);
            ended.stream.replace(None);
            ended.start();
        };
        tabs.elect(now, begin, end);
    }

    fn open(self: &Rc<Self>) {
        let listener = self.clone();
        let report = move |message| match message {
            StreamMessage::Event(event) => listener.received(event),
            StreamMessage::Disconnected { refused } => listener.disconnected(refused),
        };
        let since = session_storage::last_event_id(&self.open_page.account);
        let stream = EventStream::open(since.as_deref(), report);
        self.stream.replace(stream);
        self.opened_at.set(Date::now());
    }

    /// Closes the stream, and lets another tab lead.
    fn stop(&self) {
        self.stream.replace(None);
        if let Some(tabs) = &self.tabs {
            tabs.resign();
        }
    }

    /// From its own stream.
    fn received(&self, event: BankEvent) {
        if let Some(tabs) = &self.tabs {
            tabs.broadcast(&event);
        }
        self.handle(&event);
    }

    fn disconnected(self: &Rc<Self>, refused: bool) {
        if self.broken_at.get().is_none() {
            self.broken_at.set(Some(Date::now()));
        }
        if refused {
            let again = self.clone();
            let open = move || {
                if again.stream.borrow().is_some() {
                    again.open();
                    // The session may be over: the answer to a request tells.
                    again.refresher.refresh();
                }
            };
            let times = self.refused_factor.get();
            self.refused_factor.set((times * 2).min(REFUSED_FACTOR_MAX));
            set_timeout(open, REFUSED_RETRY * times);
        }
    }

    fn handle(&self, event: &BankEvent) {
        if event.account != self.open_page.account {
            // Somebody else is logged in by now, and must not see this page.
            self.open_page.reload();
            return;
        }
        self.heard_at.set(Date::now());
        self.broken_at.set(None);
        self.refused_factor.set(1);
        self.open_page.live.connection.set(Connection::Live);
        self.open_page.live.last_heard.set(Some(time()));
        session_storage::remember_event(&self.open_page.account, &event.id);
        match event.name.as_str() {
            "transfer" => self.notifications.transfer(&event.data),
            "balance" => self.notifications.balance(&event.data),
            _ => return,
        }
        self.refresher.refresh();
    }

    /// Every second: updates the state that the page shows, and opens a connection again that has been silent for too long.
    fn check(self: &Rc<Self>) {
        let now = Date::now();
        let leading = self.stream.borrow().is_some();
        if self.hidden_at.get().is_some_and(|at| now - at > HIDDEN_MAX_MS) && leading {
            self.stop();
        }
        if !self.may_lead || !self.visible() {
            return;
        }
        let silence = now - self.heard_at.get();
        let broken = self.broken_at.get().map_or(0.0, |at| now - at);
        let connection = self.open_page.live.connection;
        let state = match (
            broken > BROKEN_LOST_MS || silence > SILENT_LOST_MS,
            broken > BROKEN_WAITING_MS || silence > SILENT_WAITING_MS,
        ) {
            (true, _) => Connection::Lost,
            (false, true) => Connection::Waiting,
            (false, false) => connection.get_untracked(),
        };
        if state != connection.get_untracked() {
            connection.set(state);
        }
        if silence > SILENT_LOST_MS && now - self.opened_at.get() > RECONNECT_MS {
            self.reconnect();
        }
    }

    fn reconnect(self: &Rc<Self>) {
        self.opened_at.set(Date::now());
        let leading = self.stream.borrow().is_some();
        if leading {
            self.open();
        } else if self.may_lead && self.visible() {
            // The leader receives nothing either: the browser may have suspended it. Take over.
            self.lead(true);
        }
        self.refresher.refresh();
    }

    fn visibility_changed(self: &Rc<Self>) {
        if !self.visible() {
            self.hidden_at.set(Some(Date::now()));
            if self.tabs.is_none() {
                self.stop();
            }
            return;
        }
        self.hidden_at.set(None);
        self.notifications.read();
        self.start();
        self.refresher.refresh();
    }
}

/// The time at the bank: `14:31:58`.
fn time() -> String {
    let options = Object::new();
    for (name, value) in
        [("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit"), ("timeZone", "America/Sao_Paulo")]
    {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    Date::new_0().to_locale_string("pt-BR", &options).into()
}
