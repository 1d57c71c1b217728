//! Buttons that do something: send a form once, copy, print.

use std::time::Duration;

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{clipboard::copied, frame, icon, lang};
use crate::live::{Live, Toast};

const TOAST_SHOWN: Duration = Duration::from_millis(2500);

/// The submit button of a form. While the form is being sent its text is `busy`.
#[component]
pub fn Submit(
    words: String,
    #[prop(optional)] busy: Option<&'static str>,
    #[prop(default = "btn full")] class: &'static str,
) -> AnyView {
    let live = expect_context::<Live>();
    let words_now = move || match (live.sending.get(), busy) {
        (true, Some(busy)) => busy.to_owned(),
        _ => words.clone(),
    };
    view! { <button class=class aria-busy=move || live.sending.get().then_some("true")>{words_now}</button> }
        .into_any()
}

/// For `on:submit`: sends the form once, however often its button is pressed.
pub fn send_once() -> impl Fn(SubmitEvent) + Copy + Send + Sync + 'static {
    let live = expect_context::<Live>();
    move |event| {
        if live.sending.get_untracked() {
            event.prevent_default();
        }
        live.sending.set(true);
    }
}

/// Copies `text`, and says whether that worked. Only with scripts.
#[component]
pub fn CopyButton(
    text: String,
    label: String,
    done: &'static str,
    #[prop(optional)] words: Option<&'static str>,
) -> AnyView {
    let live = expect_context::<Live>();
    let small = if words.is_some() { "s" } else { "" };
    let refused = lang().say("copy.refused");
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let (icon, words) = if copied(&text).await { ("check", done) } else { ("alert", refused) };
            live.show(Toast::new(icon, words), TOAST_SHOWN);
        });
    };
    let class = if words.is_some() { "btn line js" } else { "icon-btn js" };
    frame().site.scripts.then(|| {
        view! {
            <button type="button" class=class aria-label=words.is_none().then(|| label.clone()) on:click=copy>
                {icon("copy", small)}{words}
            </button>
        }
    })
    .into_any()
}

/// Prints the page, or saves it as a PDF. Only with scripts.
#[component]
pub fn PrintButton() -> AnyView {
    let print = move |_| {
        let _ = window().print();
    };
    frame()
        .site
        .scripts
        .then(|| {
            view! {
                <button type="button" class="btn js" on:click=print>
                    {icon("print", "s")}{lang().say("receipt.print")}
                </button>
            }
        })
        .into_any()
}
