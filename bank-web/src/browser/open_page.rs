//! The page that is open, and whose it is.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{live::Live, page::Page, texts::Lang};

/// The page that is open.
#[derive(Clone)]
pub struct OpenPage {
    pub page: RwSignal<Page>,
    pub live: Live,
    pub lang: Lang,
    /// Whose page it is.
    pub account: String,
    /// Where it is found again; what stands in the address bar may be where a form went.
    pub path: String,
}

impl OpenPage {
    /// The document is named after its page, which is another one by now.
    pub fn name(&self, before: &Page, after: &Page) {
        let (before, after) = (before.title(self.lang), after.title(self.lang));
        if before != after {
            document().set_title(&document().title().replace(&before, &after));
        }
    }

    /// Asks for the whole page again: it is somebody else's, or nobody's.
    pub fn leave(&self) {
        let _ = window().location().replace(&self.path);
    }
}

/// From the browser's memory, as it was left.
pub fn comes_back(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(|event| event.persisted())
}
