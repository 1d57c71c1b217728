//! A movement opens beside the others in place: the page stays where it is, and only its address and value change. Without
//! scripts, and on a page that does not move, the browser follows the same link.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

use super::{open_page::OpenPage, refresh::Refresher};
use crate::page::Page;

pub fn follow(place: OpenPage, next: Refresher) {
    window_event_listener(leptos::ev::click, move |event| {
        if !place.page.with_untracked(Page::is_live) || !is_plain(&event) {
            return;
        }
        let (Some(href), Ok(history)) = (link(&event), window().history()) else { return };
        if history.replace_state_with_url(&JsValue::NULL, "", Some(&href)).is_ok() {
            event.prevent_default();
            next.fetch();
        }
    });
}

/// Anything else asks for another tab or window.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

fn link(event: &MouseEvent) -> Option<String> {
    let pressed: Element = event.target()?.dyn_into().ok()?;
    pressed.closest("a.cover.wide").ok()??.get_attribute("href")
}
