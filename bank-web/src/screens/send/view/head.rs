//! Which of the four questions this is.

use leptos::prelude::*;

use crate::components::{icon, lang};

/// `step` from 1 to 4; `back` is the question before.
#[component]
pub fn SendHead(step: usize, back: String) -> AnyView {
    let lang = lang();
    let names = [lang.say("fact.key"), lang.say("fact.to"), lang.say("send.amount"), lang.say("send.check")];
    let mark = move |(at, name): (usize, &'static str)| {
        view! {
            <li class=(at + 1 < step).then_some("done") aria-current=(at + 1 == step).then_some("step")>
                <span class="vh">{name}</span>
            </li>
        }
    };
    view! {
        <header class="head">
            <a class="back" href=back aria-label=lang.say("nav.back")>{icon("left", "")}</a>
            <h1 class="s">{lang.say("send.title")}</h1>
            <small class="soft">{lang.fill("send.step", &[("n", &step.to_string())])}</small>
        </header>
        <ol class="steps" aria-label=lang.say("send.steps")>
            {names.into_iter().enumerate().map(mark).collect_view()}
        </ol>
    }
    .into_any()
}
