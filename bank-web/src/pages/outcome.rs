//! `/transfers/{end_to_end_id}?view=result`: the Pix one has just sent, step by step as it happens.

use leptos::prelude::*;

use crate::{
    model::{Outcome, StepState, Transfer},
    parts::{Account, Slip, Timeline, icon, lang},
};

pub fn outcome(page: Outcome) -> impl IntoView {
    let lang = lang();
    let receipt = format!("/transfers/{}", page.transfer.end_to_end_id);
    let stamp = match page.state {
        StepState::Done => "check",
        StepState::Wait => "clock",
        StepState::No => "close",
        StepState::Now | StepState::Todo => "out",
    };
    let home = ("/home".to_owned(), lang.say("result.home"));
    let send = |words| ("/pix/send".to_owned(), words);
    let (first, second) = match page.state {
        StepState::Done => ((receipt, lang.say("result.receipt")), Some(send(lang.say("result.another")))),
        StepState::No => (send(lang.say("result.otherkey")), Some((receipt, lang.say("result.details")))),
        StepState::Wait => (home, Some((receipt, lang.say("result.details")))),
        StepState::Now | StepState::Todo => (home, None),
    };
    let first_class = if matches!(page.state, StepState::Now | StepState::Todo) { "btn tint" } else { "btn" };
    view! {
        <Account here="/pix/send">
            <div class="cols">
                <div class="flow">
                    <section class="outcome" data-state=page.state.as_str() aria-label=lang.say("result.label")>
                        <a class="back" href="/home" aria-label=lang.say("nav.close")>{icon("close", "")}</a>
                        <span class="stamp">{icon(stamp, "")}</span>
                        <div role="status">
                            <h1>{page.title}</h1>
                            <p class="sum">{page.sum}</p>
                            {page.more.map(|more| view! { <p class="more">{more}</p> })}
                        </div>
                    </section>
                    <section class="progress" aria-label=lang.say("receipt.progress")>
                        <Timeline steps=page.transfer.steps.clone()/>
                    </section>
                    <div class="actions">
                        <a class=first_class href=first.0>{first.1}</a>
                        {second.map(|(href, words)| view! { <a class="btn line" href=href>{words}</a> })}
                    </div>
                </div>
                <aside class="aside wide" aria-label=lang.say("result.facts")>
                    <TransferSlip transfer=page.transfer/>
                </aside>
            </div>
        </Account>
    }
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
    view! {
        <Slip id="facts">
            <div class="slip-head">
                <h2 id="facts">{transfer.title}</h2>
                <span class=format!("chip {}", transfer.tone.class())>{transfer.status}</span>
            </div>
            <p class="total s money">{transfer.amount}</p>
            <dl class="facts">
                <div><dt>{label}</dt><dd>{other.name}<br/><small class="soft">{other.more}</small></dd></div>
                <div><dt>{lang.say("fact.key")}</dt><dd>{transfer.key}</dd></div>
                {message}
                <div><dt>{lang.say("fact.when")}</dt><dd>{transfer.when}</dd></div>
            </dl>
        </Slip>
    }
    .into_any()
}
