//! One tab of a browser, the leader, holds the stream of events and broadcasts what it receives to the other tabs,
//! since a browser opens few connections to a site. The leader holds a lock, which the browser gives to the next tab
//! when this one closes. In a browser without locks or broadcast channels each visible tab holds a stream of its own.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{prelude::window, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::event_stream::BankEvent;

const NAME: &str = "events";

pub struct Tabs {
    channel: BroadcastChannel,
    locks: Object,
    /// Releases the lock.
    release: RefCell<Option<Function>>,
}

impl Tabs {
    pub fn join(receive: impl Fn(BankEvent) + 'static) -> Option<Rc<Tabs>> {
        let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
        get(&window(), "BroadcastChannel").filter(JsValue::is_function)?;
        let locks: Object = get(&window().navigator(), "locks")?.dyn_into().ok()?;
        let channel = BroadcastChannel::new(NAME).ok()?;
        let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(event) = serde_json::from_str(&text) {
                receive(event);
            }
        });
        channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        // As long as the page.
        handler.forget();
        Some(Rc::new(Tabs { channel, locks, release: RefCell::new(None) }))
    }

    pub fn broadcast(&self, event: &BankEvent) {
        let text = serde_json::to_string(event).unwrap_or_default();
        let _ = self.channel.post_message(&text.into());
    }

    /// Waits to become the leader. `begin` is called then and says whether this tab still wants to lead; `end` when it
    /// no longer leads, or never did. `now` takes the lock from a leader that has been silent for long.
    pub fn elect(
        self: &Rc<Self>,
        now: bool,
        begin: impl FnOnce() -> bool + 'static,
        end: impl FnOnce() + 'static,
    ) {
        let tabs = self.clone();
        let granted = Closure::once_into_js(move |_lock: JsValue| -> Promise {
            if !begin() {
                return Promise::resolve(&JsValue::NULL);
            }
            Promise::new(&mut |release, _| {
                tabs.release.replace(Some(release));
            })
        });
        let options = Object::new();
        let _ = Reflect::set(&options, &"steal".into(), &now.into());
        let request = Reflect::get(&self.locks, &"request".into()).ok().and_then(|it| it.dyn_into().ok());
        let Some(request): Option<Function> = request else { return end() };
        let asked = request.call3(&self.locks, &NAME.into(), &options, &granted);
        spawn_local(async move {
            if let Some(asked) = asked.ok().and_then(|asked| asked.dyn_into::<Promise>().ok()) {
                let _ = JsFuture::from(asked).await;
            }
            end();
        });
    }

    pub fn resign(&self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}
