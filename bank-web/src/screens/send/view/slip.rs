//! The summary of the answers so far, beside each question.

use leptos::prelude::*;

use crate::{
    components::{Slip, breakable, frame},
    screens::send::Draft,
};

/// A question without an answer is a dotted line.
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
            view! { <dd>{breakable(&draft.key_shown)}<br/><small class="soft">{more}</small></dd> }.into_any()
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
