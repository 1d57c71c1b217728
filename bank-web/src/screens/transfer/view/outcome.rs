//! `/transfers/{end_to_end_id}?view=result`: the Pix that was just sent, step by step as it happens.

use leptos::prelude::*;

use crate::{
    components::{AccountLayout, StepState, Timeline, TransferSlip, icon, lang, with_bold},
    screens::transfer::Outcome,
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
        <AccountLayout here="/pix/send" alone=true>
            <div class="cols">
                <div class="flow">
                    <section class="outcome" data-state=move || state.get().as_str() aria-label=lang.say("result.label")>
                        <a class="back" href="/home" aria-label=lang.say("nav.close")>{icon("close", "")}</a>
                        <span class="stamp">{move || icon(stamp(), "")}</span>
                        <div role="status">
                            <h1>{move || page.with(|page| page.title.clone())}</h1>
                            <p class="sum">{move || page.with(|page| with_bold(&page.sum, &page.transfer.amount))}</p>
                            {move || more.get().map(|more| {
                                view! { <p class="more">{with_bold(&more, lang.say("result.nothing"))}</p> }
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
        </AccountLayout>
    }
}

/// The links to what to do next.
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
