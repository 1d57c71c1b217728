//! Copies a text and tells whether that worked: a browser may refuse it, and over plain http there is a clipboard API
//! on localhost only. Only in a browser.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Whether `text` was copied.
pub async fn copied(text: &str) -> bool {
    let navigator = window().navigator();
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    let written = if there.is_ok_and(|clipboard| clipboard.is_object()) {
        JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
    } else {
        false
    };
    written || copied_by_selection(text).unwrap_or(false)
}

/// By selecting the text: works without the clipboard API.
fn copied_by_selection(text: &str) -> Option<bool> {
    let document = document();
    let body = document.body()?;
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    field.set_class_name("vh");
    let before = document.active_element();
    body.append_child(&field).ok()?;
    field.select();
    let done = document.dyn_into::<HtmlDocument>().ok()?.exec_command("copy").ok();
    field.remove();
    if let Some(before) = before.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = before.focus();
    }
    done
}
