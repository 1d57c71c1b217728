//! Opens a movement in the side panel: the page stays, and only its address and its value change. Without scripts, and on a
//! page that is not live, the browser follows the same link.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

use super::{open_page::OpenPage, refresh::Refresher};
use crate::page::Page;

pub fn handle_clicks(open_page: OpenPage, refresher: Refresher) {
    window_event_listener(leptos::ev::click, move |event| {
        if !open_page.page.with_untracked(Page::is_live) || !is_plain_click(&event) {
            return;
        }
        let (Some(href), Ok(history)) = (panel_link(&event), window().history()) else { return };
        if history.replace_state_with_url(&JsValue::NULL, "", Some(&href)).is_ok() {
            event.prevent_default();
            refresher.refresh();
        }
    });
}

/// A click with another button or a modifier key asks for a new tab or window.
fn is_plain_click(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

fn panel_link(event: &MouseEvent) -> Option<String> {
    let pressed: Element = event.target()?.dyn_into().ok()?;
    pressed.closest("a.cover.wide").ok()??.get_attribute("href")
}
