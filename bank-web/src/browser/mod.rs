//! The browser's side: takes over the page that the server drew, listens to the bank, and asks for the page's
//! next value when something happened.

mod events;
mod next;

use leptos::{mount::hydrate_body, prelude::*};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{app::App, live::Live, model::Document};

/// Where the document keeps its value.
const VALUE: &str = "document";

/// Called once, when the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(Document { frame, page }) = value() else { return };
    hydrate_body(move || {
        let live = Live::still();
        let listens = page.is_live();
        let page = RwSignal::new(page);
        if listens {
            events::listen(page, live);
        }
        // A page that comes back from the browser's memory has no form under way.
        window_event_listener_untyped("pageshow", move |_| live.sending.set(false));
        view! { <App frame page live/> }
    });
}

fn value() -> Option<Document> {
    let text = document().get_element_by_id(VALUE)?.text_content()?;
    serde_json::from_str(&text).ok()
}
