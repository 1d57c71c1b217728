//! Whether the page moves by itself; where it does not, the way to see what is new.

use leptos::prelude::*;

use super::{frame, lang};
use crate::live::{Connection, Live};

#[component]
pub fn LiveWord(#[prop(default = "live")] class: &'static str) -> AnyView {
    let lang = lang();
    let path = frame().path;
    let scripts = frame().site.scripts;
    let connection = expect_context::<Live>().connection;
    let word = move || match connection.get() {
        Connection::Still => "",
        Connection::Live => lang.say("live.on"),
        Connection::Waiting | Connection::Lost => lang.say("live.wait"),
    };
    let state = move || match connection.get() {
        Connection::Still => "still",
        Connection::Live => "ok",
        Connection::Waiting | Connection::Lost => "wait",
    };
    view! {
        <span class=class role="status" data-state=state>{word}</span>
        <a class="refresh" class:no-js=scripts href=path>{lang.say("live.refresh")}</a>
    }
    .into_any()
}
