//! Around the four questions of a Pix: which one this is, and the slip that fills as one answers.

use leptos::prelude::*;

use super::{Slip, frame, icon, lang, written};
use crate::model::Draft;

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

/// The slip so far; what is open is a dotted line.
#[component]
pub fn DraftSlip(draft: Draft) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    let open = move || view! { <span class="vh">{lang.say("send.todo")}</span> };
    let holder = frame.holder.map(|holder| holder.name);
    let to = match (&draft.payee, draft.key_shown.is_empty()) {
        (Some(payee), _) => {
            let more = format!("{} · {}", payee.tax_id, payee.bank);
            view! { <dd><b>{payee.name.clone()}</b><br/><small class="soft">{more}</small></dd> }.into_any()
        }
        (None, false) => {
            let more = lang.say("send.off.unseen");
            view! { <dd>{written(&draft.key_shown)}<br/><small class="soft">{more}</small></dd> }.into_any()
        }
        (None, true) => view! { <dd class="todo">{open()}</dd> }.into_any(),
    };
    let amount = match draft.amount {
        Some(amount) => view! { <dd class="money"><b>{amount}</b></dd> }.into_any(),
        None => view! { <dd class="todo">{open()}</dd> }.into_any(),
    };
    let message = draft.description.filter(|words| !words.is_empty()).map(|words| {
        view! { <div><dt>{lang.say("fact.message")}</dt><dd>{words}</dd></div> }
    });
    view! {
        <aside class="aside wide" aria-label=lang.say("send.slip")>
            <Slip id="slip">
                <div class="slip-head">
                    <h2 id="slip">{lang.say("send.slip")}</h2>
                    <span class="mark" aria-hidden="true"></span>
                </div>
                <dl class="facts">
                    <div>
                        <dt>{lang.say("fact.from")}</dt>
                        <dd>{holder}<br/><small class="soft">{frame.site.name}</small></dd>
                    </div>
                    <div><dt>{lang.say("fact.to")}</dt>{to}</div>
                    <div><dt>{lang.say("send.amount")}</dt>{amount}</div>
                    {message}
                    <div><dt>{lang.say("fact.fee")}</dt><dd class="money">"R$\u{a0}0,00"</dd></div>
                </dl>
            </Slip>
            <p class="soft"><small>{lang.say("send.slip.note")}</small></p>
        </aside>
    }
    .into_any()
}
