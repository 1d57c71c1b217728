//! The tabs of one browser: one of them listens to the bank and tells the others, since a browser has few connections for
//! each site. Who listens holds a lock that the browser gives to the next tab when this one goes. Where a browser has neither
//! locks nor channels, each tab that is seen listens for itself.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{prelude::window, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::event_stream::BankEvent;

const NAME: &str = "events";

/// Other tabs, where this browser knows of them.
pub struct Tabs {
    channel: BroadcastChannel,
    locks: Object,
    /// Gives the lock back.
    release: RefCell<Option<Function>>,
}

impl Tabs {
    pub fn join(hear: impl Fn(BankEvent) + 'static) -> Option<Rc<Tabs>> {
        let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
        get(&window(), "BroadcastChannel").filter(JsValue::is_function)?;
        let locks: Object = get(&window().navigator(), "locks")?.dyn_into().ok()?;
        let channel = BroadcastChannel::new(NAME).ok()?;
        let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(heard) = serde_json::from_str(&text) {
                hear(heard);
            }
        });
        channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
        // As long as the page.
        handler.forget();
        Some(Rc::new(Tabs { channel, locks, release: RefCell::new(None) }))
    }

    pub fn tell(&self, heard: &BankEvent) {
        let text = serde_json::to_string(heard).unwrap_or_default();
        let _ = self.channel.post_message(&text.into());
    }

    /// Waits to become the one that listens: `begin` is called then, and says whether it wants to; `end` when it is over, or
    /// never came true. `now` takes the place of whoever holds it, who has not been heard for long.
    pub fn lead(
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

    pub fn let_others_lead(&self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}
