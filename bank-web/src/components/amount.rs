//! Amounts, and the switch that hides them on all pages: a cookie remembers it.

use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

use super::{frame, icon};
use crate::live::Live;

/// Without a script it is a form; with one the page is not loaded again.
#[component]
pub fn HideAmounts() -> AnyView {
    let frame = frame();
    let hide = expect_context::<Live>().hide;
    let toggle = move |event: SubmitEvent| {
        event.prevent_default();
        hide.update(|hide| *hide = !*hide);
        remember(hide.get_untracked());
    };
    view! {
        <form class="eye-form" method="post" action="/preferences" on:submit=toggle>
            <input type="hidden" name="back" value=frame.path/>
            <button class="eye" name="hide" role="switch" aria-label=frame.lang.say("home.hide")
                value=move || if hide.get() { "0" } else { "1" }
                aria-checked=move || if hide.get() { "true" } else { "false" }>
                {move || icon(if hide.get() { "eye-off" } else { "eye" }, "")}
            </button>
        </form>
    }
    .into_any()
}

fn remember(hide: bool) {
    let cookie = format!("hide={}; Path=/; Max-Age=31536000; SameSite=Lax", u8::from(hide));
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        let _ = document.set_cookie(&cookie);
    }
}

/// An amount that the switch hides, from screen readers too.
#[component]
pub fn Amount(#[prop(into)] words: Signal<String>) -> AnyView {
    view! { <span class="v">{move || words.get()}</span><span class="m" aria-hidden="true">"••••"</span> }
        .into_any()
}
