//! Copying, and whether it truly happened: a browser may refuse it, and over plain http on another machine there is no
//! clipboard at all. In a browser alone.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Whether `text` can be pasted now.
pub async fn copied(text: &str) -> bool {
    let navigator = window().navigator();
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    let written = if there.is_ok_and(|clipboard| clipboard.is_object()) {
        JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
    } else {
        false
    };
    written || the_old_way(text).unwrap_or(false)
}

/// Browsers copied what is selected before they had a clipboard to write to.
fn the_old_way(text: &str) -> Option<bool> {
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
