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
    /// The number of the account whose page it is.
    pub account: String,
    /// Its address. The address bar may show another one: that of a form's target.
    pub path: String,
}

impl OpenPage {
    /// Updates the title of the document, of which the page's title is a part.
    pub fn update_title(&self, before: &Page, after: &Page) {
        let (before, after) = (before.title(self.lang), after.title(self.lang));
        if before != after {
            document().set_title(&document().title().replace(&before, &after));
        }
    }

    /// Loads the page again: somebody else is logged in by now, or nobody.
    pub fn reload(&self) {
        let _ = window().location().replace(&self.path);
    }
}

/// Whether a `pageshow` event is of a page that the browser kept in its back-forward cache.
pub fn is_from_cache(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::PageTransitionEvent>().is_some_and(|event| event.persisted())
}
