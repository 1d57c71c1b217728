//! The account's stream of events, open for as long as the value lives.

use std::{cell::RefCell, rc::Rc};

use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use crate::format::url_encoded;

/// An event of the bank, as tabs pass it on to each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BankEvent {
    /// The number of the account that it is about.
    pub account: String,
    pub name: String,
    pub data: String,
    /// From here a new stream goes on.
    pub id: String,
}

/// What the stream reports.
pub enum StreamMessage {
    Event(BankEvent),
    /// The browser reconnects by itself, unless the server `refused` the stream.
    Disconnected {
        refused: bool,
    },
}

/// `account` comes first, and says which account the others are about.
const NAMES: [&str; 4] = ["account", "heartbeat", "balance", "transfer"];

pub struct EventStream {
    source: EventSource,
    /// They live as long as the stream.
    _handlers: Vec<Closure<dyn Fn(Event)>>,
}

impl EventStream {
    /// `since` is the id of the last event that was received.
    pub fn open(
        since: Option<&str>,
        report: impl Fn(StreamMessage) + Clone + 'static,
    ) -> Option<EventStream> {
        let since = since.map(|id| format!("?since={}", url_encoded(id))).unwrap_or_default();
        let source = EventSource::new(&format!("/events{since}")).ok()?;
        let account = Rc::new(RefCell::new(String::new()));
        let mut handlers = Vec::new();
        for name in NAMES {
            let (account, report) = (account.clone(), report.clone());
            let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                let data = event.data().as_string().unwrap_or_default();
                if name == "account" {
                    account.replace(data.clone());
                }
                let account = account.borrow().clone();
                report(StreamMessage::Event(BankEvent {
                    account,
                    name: name.to_owned(),
                    data,
                    id: event.last_event_id(),
                }));
            });
            let _ = source.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
            handlers.push(handler);
        }
        let at = source.clone();
        let handler = Closure::<dyn Fn(Event)>::new(move |_| {
            report(StreamMessage::Disconnected { refused: at.ready_state() == EventSource::CLOSED });
        });
        let _ = source.add_event_listener_with_callback("error", handler.as_ref().unchecked_ref());
        handlers.push(handler);
        Some(EventStream { source, _handlers: handlers })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}
