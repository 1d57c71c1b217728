//! The account's stream of events, open for as long as the value lives.

use std::{cell::RefCell, rc::Rc};

use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use crate::format::url_encoded;

/// Something that the bank said, as tabs pass it on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BankEvent {
    /// Whose it is.
    pub account: String,
    pub name: String,
    pub data: String,
    /// Where to go on from.
    pub id: String,
}

/// What one event of the stream is.
pub enum StreamMessage {
    BankEvent(BankEvent),
    /// The connection is gone; the browser comes back by itself, unless it was refused.
    Broken {
        refused: bool,
    },
}

/// `account` comes first, and says whose events the others are.
const NAMES: [&str; 4] = ["account", "heartbeat", "balance", "transfer"];

pub struct EventStream {
    source: EventSource,
    /// They live as long as the stream.
    _handlers: Vec<Closure<dyn Fn(Event)>>,
}

impl EventStream {
    /// `since` is the id of the last event that was heard.
    pub fn open(since: Option<&str>, hear: impl Fn(StreamMessage) + Clone + 'static) -> Option<EventStream> {
        let since = since.map(|id| format!("?since={}", url_encoded(id))).unwrap_or_default();
        let source = EventSource::new(&format!("/events{since}")).ok()?;
        let account = Rc::new(RefCell::new(String::new()));
        let mut handlers = Vec::new();
        for name in NAMES {
            let (account, hear) = (account.clone(), hear.clone());
            let handler = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                let data = event.data().as_string().unwrap_or_default();
                if name == "account" {
                    account.replace(data.clone());
                }
                let account = account.borrow().clone();
                hear(StreamMessage::BankEvent(BankEvent {
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
            hear(StreamMessage::Broken { refused: at.ready_state() == EventSource::CLOSED });
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
