//! Whether the page updates itself, and when the last event came. Where it does not update itself, a link that loads it
//! again.

use leptos::prelude::*;

use super::{frame, lang};
use crate::live::{Connection, Live};

/// `as_of` says from when the page is.
#[component]
pub fn LiveStatus(#[prop(default = "live")] class: &'static str, as_of: Signal<String>) -> AnyView {
    let lang = lang();
    let path = frame().path;
    let scripts = frame().site.scripts;
    let Live { connection, last_heard, .. } = expect_context();
    let word = move || match connection.get() {
        Connection::Off => "",
        Connection::Live => lang.say("live.on"),
        Connection::Waiting | Connection::Lost => lang.say("live.wait"),
    };
    let state = move || match connection.get() {
        Connection::Off => "still",
        Connection::Live => "ok",
        Connection::Waiting | Connection::Lost => "wait",
    };
    let since = move || match (connection.get(), last_heard.get()) {
        (Connection::Live, Some(last_heard)) => lang.fill("live.heard", &[("time", &last_heard)]),
        _ => as_of.get(),
    };
    view! {
        <span class="since">{since}</span>
        <span class="sep">" · "</span>
        <span class=class role="status" data-state=state>{word}</span>
        <a class="refresh" class:no-js=scripts href=path>{lang.say("live.refresh")}</a>
    }
    .into_any()
}
