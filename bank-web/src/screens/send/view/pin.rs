//! The PIN, on a page of its own, so that all of it is visible above a phone's keyboard. Sent twice it is one transfer,
//! since the form carries the idempotency key.

use leptos::prelude::*;

use super::slip::DraftSlip;
use crate::{
    components::{AccountLayout, NoteBox, PageHead, PinField, Submit, lang, send_once},
    screens::send::SendPin,
};

pub fn send_pin(page: SendPin) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let amount = draft.amount.clone().unwrap_or_default();
    let back = draft.before_pin();
    let more = match &draft.payee {
        Some(payee) => format!("{} · {}", payee.tax_id, payee.bank),
        None => lang.say("send.off.unseen").to_owned(),
    };
    let wrong = page.pin_error.is_some();
    let hint = if wrong { "pin.hint.err" } else { "pin.hint" };
    let carried = [
        ("key", draft.key.clone()),
        ("code", draft.code.clone()),
        ("entry", draft.entry.clone()),
        ("amount", draft.bare_amount().to_owned()),
        ("description", draft.description.clone().unwrap_or_default()),
        ("order", draft.order.clone()),
        ("twice", if draft.twice { "yes".to_owned() } else { String::new() }),
        ("account", draft.account.clone()),
    ];
    let carried =
        carried.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    let send_once = send_once();
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow pin-page">
                    <PageHead title=lang.say("send.title").to_owned() back/>
                    <NoteBox note=page.note/>
                    <div class="pin-what">
                        <p class="soft"><small>{lang.say("send.review")}</small></p>
                        <p class="balance money"><span class="cur">"R$"</span>{draft.bare_amount().to_owned()}</p>
                        <p>
                            {lang.say("pin.to")}" "<b>{draft.payee_name().to_owned()}</b><br/><small class="soft">{more}</small>
                        </p>
                    </div>
                    <form class="form" method="post" action="/pix/send" novalidate on:submit=send_once>
                        {carried.collect_view()}
                        <PinField label=lang.say("send.pin").to_owned() hint=lang.say(hint).to_owned()
                            error=page.pin_error first=true/>
                        <Submit words=lang.fill("send.submit", &[("amount", &amount)]) busy=lang.say("send.sending")/>
                    </form>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}
