//! Fourth question: really? Then the PIN. The form carries an idempotency key of its own, so that sending it
//! twice is one transfer.

use leptos::prelude::*;

use crate::{
    model::SendReview,
    parts::{Account, DraftSlip, NoteBox, PinField, SendHead, Submit, frame, send_once},
    text::percent,
};

pub fn send_review(page: SendReview) -> impl IntoView {
    let frame = frame();
    let lang = frame.lang;
    let draft = page.draft.clone();
    let amount = draft.amount.clone().unwrap_or_default();
    let bare = amount.trim_start_matches("R$").trim_start().to_owned();
    let entry = draft.payee.as_ref().map(|payee| payee.entry_id.clone());
    let description = draft.description.clone().unwrap_or_default();
    let back = format!(
        "/pix/send?step=amount&key={}&entry={}&amount={}&description={}",
        percent(&draft.key),
        entry.clone().unwrap_or_default(),
        percent(&page.amount),
        percent(&description),
    );
    let payee = draft.payee.clone().map(|payee| {
        view! {
            <div><dt>{payee.tax_id_label}</dt><dd>{payee.tax_id}</dd></div>
            <div><dt>{lang.say("send.payee.bank")}</dt><dd>{payee.bank}</dd></div>
        }
    });
    let message = (!description.is_empty())
        .then(|| view! { <div><dt>{lang.say("fact.message")}</dt><dd>{description.clone()}</dd></div> });
    let account = frame
        .holder
        .map(|holder| format!("{} · {} {}", frame.site.name, lang.say("profile.number"), holder.number));
    let send_once = send_once();
    view! {
        <Account here="/pix/send">
            <div class="cols">
                <div class="flow">
                    <SendHead step=4 back/>
                    <NoteBox note=page.note/>
                    <div class="ask">
                        <h2 class="soft plain">{lang.say("send.review")}</h2>
                        <p class="balance money"><span class="cur">"R$"</span>{bare}</p>
                    </div>
                    <dl class="facts spaced">
                        <div><dt>{lang.say("fact.to")}</dt><dd><b>{draft.whom().to_owned()}</b></dd></div>
                        {payee}
                        <div><dt>{lang.say("fact.key")}</dt><dd>{draft.key_shown.clone()}</dd></div>
                        {message}
                        <div class="narrow"><dt>{lang.say("fact.source")}</dt><dd>{account}</dd></div>
                        <div><dt>{lang.say("fact.when")}</dt><dd>{lang.say("fact.now")}</dd></div>
                    </dl>
                    <form class="form" method="post" action="/pix/send" on:submit=send_once>
                        <input type="hidden" name="key" value=draft.key.clone()/>
                        <input type="hidden" name="entry" value=entry.unwrap_or_default()/>
                        <input type="hidden" name="amount" value=page.amount/>
                        <input type="hidden" name="description" value=description.clone()/>
                        <input type="hidden" name="idempotency_key" value=page.idempotency_key/>
                        <PinField label=lang.say("send.pin").to_owned() hint=lang.say("send.pin.hint").to_owned()
                            error=page.pin_error/>
                        <Submit words=lang.fill("send.submit", &[("amount", &amount)]) busy=lang.say("send.sending")/>
                    </form>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </Account>
    }
}
