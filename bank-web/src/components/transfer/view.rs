//! The steps of a transfer, and the transfer in short.

use leptos::prelude::*;

use crate::{
    components::{Amount, Slip, Step, Transfer, breakable, icon, lang},
    form::Tone,
};

#[component]
pub fn Timeline(steps: Vec<Step>) -> AnyView {
    let item = |step: Step| {
        view! {
            <li data-state=step.state.as_str()>
                <span class="node">{icon(step.state.icon().unwrap_or_default(), "")}</span>
                <span class="t"><b>{step.title}</b><small>{step.text}</small></span>
                <time>{step.at}</time>
            </li>
        }
    };
    view! { <ol class="timeline">{steps.into_iter().map(item).collect_view()}</ol> }.into_any()
}

/// The transfer in short.
#[component]
pub fn TransferSlip(transfer: Transfer) -> AnyView {
    let lang = lang();
    let (label, other) = match transfer.incoming {
        true => (lang.say("fact.from"), transfer.payer),
        false => (lang.say("fact.to"), transfer.payee),
    };
    let message = transfer
        .description
        .map(|words| view! { <div><dt>{lang.say("fact.message")}</dt><dd>{words}</dd></div> });
    let shown = transfer
        .receipt_url
        .map(|url| view! { <p class="soft"><small><a href=url>{lang.say("seal.link")}</a></small></p> });
    view! {
        <Slip id="facts">
            <div class="slip-head">
                <h2 id="facts">{transfer.title}</h2>
                <span class=format!("chip {}", transfer.tone.class())>{transfer.status}</span>
            </div>
            <p class="total s money" class:void=transfer.tone == Tone::No><Amount words=transfer.amount/></p>
            <dl class="facts">
                <div><dt>{label}</dt><dd>{breakable(&other.name)}<br/><small class="soft">{other.more}</small></dd></div>
                <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&transfer.key)}</dd></div>
                {message}
                <div><dt>{lang.say("fact.when")}</dt><dd>{transfer.when}</dd></div>
            </dl>
            {shown}
        </Slip>
    }
    .into_any()
}
