//! The browser's side: takes over the page that the server drew, and listens to the bank. In reading order: `ear` (what was
//! heard, and for how long nothing was), `stream` (the bank's events), `tabs` (one stream for all tabs of a browser), `next`
//! (the page's next value), `beside` (what is chosen in it), `news` (what every page tells).

mod beside;
mod ear;
mod memory;
mod news;
mod next;
mod stream;
mod tabs;

use leptos::{mount::hydrate_body, prelude::*};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

use crate::{
    app::App,
    copy::Lang,
    live::Live,
    model::{Document, Page},
};

/// Where the document keeps its value.
const VALUE: &str = "document";

/// The page that is open.
#[derive(Clone)]
struct Place {
    page: RwSignal<Page>,
    live: Live,
    lang: Lang,
    /// Whose page it is.
    account: String,
    /// Where it is found again; what stands in the address bar may be where a form went.
    path: String,
}

impl Place {
    /// The document is named after its page, which is another one by now.
    fn name(&self, before: &Page, after: &Page) {
        let (before, after) = (before.title(self.lang), after.title(self.lang));
        if before != after {
            document().set_title(&document().title().replace(&before, &after));
        }
    }

    /// Asks for the whole page again: it is somebody else's, or nobody's.
    fn leave(&self) {
        let _ = window().location().replace(&self.path);
    }
}

/// Called once, when the wasm has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    let Some(Document { frame, page }) = value() else { return };
    hydrate_body(move || {
        let live = Live::still(frame.hide);
        let page = RwSignal::new(page);
        if let Some(holder) = &frame.holder {
            let (account, path) = (holder.number.clone(), frame.path.clone());
            ear::listen(Place { page, live, lang: frame.lang, account, path });
        }
        let path = frame.path.clone();
        window_event_listener_untyped("pageshow", move |event| {
            // A page that comes back from the browser's memory has no form under way, and may be of an order that was paid.
            live.sending.set(false);
            let again =
                event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(|event| event.persisted());
            if again && page.with_untracked(|page| page.is_order()) {
                let _ = window().location().replace(&path);
            }
        });
        view! { <App frame page live/> }
    });
}

/// From the browser's memory, as it was left.
fn comes_back(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(|event| event.persisted())
}

fn value() -> Option<Document> {
    let text = document().get_element_by_id(VALUE)?.text_content()?;
    serde_json::from_str(&text).ok()
}
