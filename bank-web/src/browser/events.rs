//! The account's stream of events. What an event says does not matter here: whatever happened, the page's next
//! value has it. That also catches up with what happened while the stream was gone.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::EventSource;

use super::next::Next;
use crate::{
    live::{Connection, Live},
    model::Page,
};

/// Shorter breaks are not worth a word.
const WAITING: Duration = Duration::from_secs(2);
const LOST: Duration = Duration::from_secs(15);
/// A browser comes back by itself after a break, but not after an answer that is no stream.
const AGAIN: Duration = Duration::from_secs(2);

pub fn listen(page: RwSignal<Page>, live: Live) {
    open(&Rc::new(Listener { next: Next::new(page, live), live, broken: RefCell::new(0) }));
}

struct Listener {
    next: Next,
    live: Live,
    /// Counts the breaks, so that a timer of an earlier one says nothing.
    broken: RefCell<u32>,
}

fn open(listener: &Rc<Listener>) {
    let Ok(source) = EventSource::new("/events") else { return };
    for name in ["open", "balance", "transfer"] {
        let heard = listener.clone();
        on(&source, name, move |_| {
            *heard.broken.borrow_mut() += 1;
            heard.live.connection.set(Connection::Live);
            heard.next.fetch();
        });
    }
    let broken = listener.clone();
    on(&source, "error", move |source| {
        let was_live = broken.live.connection.get_untracked() == Connection::Live;
        if was_live || broken.live.connection.get_untracked() == Connection::Still {
            say_so(&broken);
        }
        if source.ready_state() == EventSource::CLOSED {
            let again = broken.clone();
            set_timeout(move || open(&again), AGAIN);
        }
    });
}

/// In words, unless it is over by then.
fn say_so(listener: &Rc<Listener>) {
    let this = *listener.broken.borrow();
    for (after, word) in [(WAITING, Connection::Waiting), (LOST, Connection::Lost)] {
        let listener = listener.clone();
        let say = move || {
            if *listener.broken.borrow() == this {
                listener.live.connection.set(word);
            }
        };
        set_timeout(say, after);
    }
}

fn on(source: &EventSource, name: &str, act: impl Fn(&EventSource) + 'static) {
    let on = source.clone();
    let handler = Closure::<dyn Fn()>::new(move || act(&on));
    let _ = source.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
    // As long as the page.
    handler.forget();
}
