//! Third question: how much, with which words.

use leptos::prelude::*;

use crate::{
    model::SendAmount,
    parts::{Account, DraftSlip, FieldError, SendHead, TextField, described_by, lang},
    text::percent,
};

pub fn send_amount(page: SendAmount) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let back = format!("/pix/send?key={}", percent(&draft.key));
    let wrong = page.amount.is_wrong();
    let described = described_by("amount", true, wrong);
    let entry = draft.payee.as_ref().map(|payee| payee.entry_id.clone());
    view! {
        <Account here="/pix/send">
            <div class="cols">
                <div class="flow">
                    <SendHead step=3 back/>
                    <div class="ask">
                        <h2>{lang.say("send.amount.ask")}</h2>
                        <p class="lead">{lang.fill("send.amount.to", &[("name", draft.whom())])}</p>
                    </div>
                    <form class="form" action="/pix/send">
                        <input type="hidden" name="step" value="review"/>
                        <input type="hidden" name="key" value=draft.key.clone()/>
                        {entry.map(|entry| view! { <input type="hidden" name="entry" value=entry/> })}
                        <div class="field">
                            <label for="amount">{lang.say("send.amount")}</label>
                            <div class="amount">
                                <span aria-hidden="true">"R$"</span>
                                <input id="amount" name="amount" inputmode="decimal" autocomplete="off" placeholder="0,00"
                                    value=page.amount.value aria-describedby=described required maxlength="20"
                                    aria-invalid=wrong.then_some("true") on:blur=tidy/>
                            </div>
                            <p class="hint" id="amount-h">
                                {lang.fill("send.amount.available", &[("amount", &page.available)])}
                            </p>
                            <FieldError id="amount" error=page.amount.error/>
                        </div>
                        <TextField id="description" label=lang.say("send.message").to_owned() field=page.description
                            hint=lang.say("send.message.hint").to_owned() optional=true maxlength=140/>
                        <button class="btn full">{lang.say("send.check")}</button>
                    </form>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </Account>
    }
}

/// Writes the amount as the bank does, once it is typed: `1000` becomes `1.000,00`.
fn tidy(event: leptos::ev::FocusEvent) {
    let input: web_sys::HtmlInputElement = event_target(&event);
    if let Ok(amount) = pix::Cents::parse_brl(&input.value()) {
        let words = amount.to_string();
        input.set_value(words.trim_start_matches("R$").trim_start());
    }
}
