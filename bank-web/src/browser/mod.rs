//! The browser's side: takes over the page that the server drew, and keeps it up to date. In reading order:
//! `open_page`, `listener` (the connection to the bank's events, and how long it has been silent), `event_stream`,
//! `tabs` (one stream for all tabs of a browser), `refresh` (the page's next value), `detail_panel` (a movement opens
//! in place), `notifications` (a Pix that comes in), `session_storage` (what a tab remembers).

mod detail_panel;
mod event_stream;
mod listener;
mod notifications;
mod open_page;
mod refresh;
mod session_storage;
mod tabs;

use leptos::{mount::hydrate_body, prelude::*};
use wasm_bindgen::prelude::wasm_bindgen;

use self::open_page::{OpenPage, is_from_cache};
use crate::{app::App, live::Live, page::Document};

/// The element that holds the value of the document.
const DOCUMENT_ID: &str = "document";

/// Called once, when the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(Document { frame, page }) = value() else { return };
    hydrate_body(move || {
        let live = Live::new(frame.hide);
        let page = RwSignal::new(page);
        if let Some(holder) = &frame.holder {
            let (account, path) = (holder.number.clone(), frame.path.clone());
            listener::listen(OpenPage { page, live, lang: frame.lang, account, path });
        }
        let path = frame.path.clone();
        window_event_listener_untyped("pageshow", move |event| {
            // A page from the back-forward cache has no form under way, and may be of an order that was paid meanwhile.
            live.sending.set(false);
            if is_from_cache(&event) && page.with_untracked(|page| page.is_order()) {
                let _ = window().location().replace(&path);
            }
        });
        view! { <App frame page live/> }
    });
}

fn value() -> Option<Document> {
    let text = document().get_element_by_id(DOCUMENT_ID)?.text_content()?;
    serde_json::from_str(&text).ok()
}
