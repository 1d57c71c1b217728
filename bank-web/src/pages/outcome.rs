//! `/transfers/{end_to_end_id}?view=result`: the Pix one has just sent, step by step as it happens.

use leptos::prelude::*;

use crate::{
    model::{Outcome, StepState, Tone, Transfer},
    parts::{Account, Amount, Slip, Timeline, emphasised, icon, lang, written},
};

pub fn outcome(page: Memo<Outcome>) -> impl IntoView {
    let lang = lang();
    let state = Memo::new(move |_| page.with(|page| page.state));
    let stamp = move || match state.get() {
        StepState::Done => "check",
        StepState::Wait => "clock",
        StepState::No => "close",
        StepState::Now | StepState::Todo => "out",
    };
    let receipt = page.with_untracked(|page| format!("/transfers/{}", page.transfer.end_to_end_id));
    let steps = Memo::new(move |_| page.with(|page| page.transfer.steps.clone()));
    let transfer = Memo::new(move |_| page.with(|page| page.transfer.clone()));
    let more = Memo::new(move |_| page.with(|page| page.more.clone()));
    view! {
        <Account here="/pix/send" alone=true>
            <div class="cols">
                <div class="flow">
                    <section class="outcome" data-state=move || state.get().as_str() aria-label=lang.say("result.label")>
                        <a class="back" href="/home" aria-label=lang.say("nav.close")>{icon("close", "")}</a>
                        <span class="stamp">{move || icon(stamp(), "")}</span>
                        <div role="status">
                            <h1>{move || page.with(|page| page.title.clone())}</h1>
                            <p class="sum">{move || page.with(|page| emphasised(&page.sum, &page.transfer.amount))}</p>
                            {move || more.get().map(|more| {
                                view! { <p class="more">{emphasised(&more, lang.say("result.nothing"))}</p> }
                            })}
                        </div>
                    </section>
                    <section class="progress" aria-label=lang.say("receipt.progress")>
                        {move || view! { <Timeline steps=steps.get()/> }}
                    </section>
                    <div class="actions">{move || actions(state.get(), receipt.clone())}</div>
                </div>
                <aside class="aside wide" aria-label=lang.say("result.facts")>
                    {move || view! { <TransferSlip transfer=transfer.get()/> }}
                </aside>
            </div>
        </Account>
    }
}

/// What one may do next.
fn actions(state: StepState, receipt: String) -> impl IntoView {
    let lang = lang();
    let home = ("/home".to_owned(), lang.say("result.home"));
    let send = |words| ("/pix/send".to_owned(), words);
    let (first, second) = match state {
        StepState::Done => ((receipt, lang.say("result.receipt")), Some(send(lang.say("result.another")))),
        StepState::No => (send(lang.say("result.otherkey")), Some((receipt, lang.say("result.details")))),
        StepState::Wait => (home, Some((receipt, lang.say("result.details")))),
        StepState::Now | StepState::Todo => (home, None),
    };
    let first_class = if matches!(state, StepState::Now | StepState::Todo) { "btn tint" } else { "btn" };
    view! {
        <a class=first_class href=first.0>{first.1}</a>
        {second.map(|(href, words)| view! { <a class="btn line" href=href>{words}</a> })}
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
            <p class="total s money" class:void=transfer.tone == Tone::No><Amount words=transfer.amount/></p>
            <dl class="facts">
                <div><dt>{label}</dt><dd>{written(&other.name)}<br/><small class="soft">{other.more}</small></dd></div>
                <div><dt>{lang.say("fact.key")}</dt><dd>{written(&transfer.key)}</dd></div>
                {message}
                <div><dt>{lang.say("fact.when")}</dt><dd>{transfer.when}</dd></div>
            </dl>
        </Slip>
    }
    .into_any()
}
