//! Second question: is it this payee? While the directory cannot be asked there is nobody to show, and one may send all the
//! same.

use leptos::prelude::*;

use super::{head::SendHead, slip::DraftSlip};
use crate::{
    components::{AccountLayout, NoteBox, breakable, lang},
    form::{Note, Tone},
    screens::send::{PayeeFacts, SendPayee},
};

pub fn send_payee(page: SendPayee) -> impl IntoView {
    let draft = page.draft.clone();
    let question = match page.draft.payee.clone() {
        Some(payee) => this_person(payee, draft.key_shown.clone()).into_any(),
        None => nobody_to_show(draft.key_shown.clone()).into_any(),
    };
    let lang = lang();
    let (yes, no, no_href) = match &draft.payee {
        Some(_) => (lang.say("send.payee.yes"), lang.say("send.payee.no"), "/pix/send"),
        None => (lang.say("send.off.yes"), lang.say("send.off.no"), "/home"),
    };
    let answered = [
        ("entry", draft.entry.clone()),
        ("amount", draft.bare_amount().to_owned()),
        ("description", draft.description.clone().unwrap_or_default()),
    ];
    let answered = answered.into_iter().filter(|(_, answer)| !answer.is_empty());
    let answered = answered.map(|(name, answer)| view! { <input type="hidden" name=name value=answer/> });
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <SendHead step=2 back="/pix/send".to_owned()/>
                    {question}
                    <form action="/pix/send" class="stack">
                        <input type="hidden" name="step" value="amount"/>
                        <input type="hidden" name="key" value=draft.key.clone()/>
                        {answered.collect_view()}
                        <button class="btn full">{yes}</button>
                        <a class="btn line full" href=no_href>{no}</a>
                    </form>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}

fn this_person(payee: PayeeFacts, key: String) -> impl IntoView {
    let lang = lang();
    let (ask, lead) = match payee.is_company() {
        true => (lang.say("send.payee.ask.company"), lang.say("send.payee.lead.company")),
        false => (lang.say("send.payee.ask"), lang.say("send.payee.lead")),
    };
    view! {
        <div class="ask"><h2>{ask}</h2><p class="lead">{lead}</p></div>
        <div class="payee">
            <span class="badge who l" aria-hidden="true">{payee.initials}</span>
            <div><b>{payee.name}</b></div>
        </div>
        <dl class="facts spaced">
            <div><dt>{payee.tax_id_label}</dt><dd>{payee.tax_id}</dd></div>
            <div><dt>{lang.say("send.payee.bank")}</dt><dd>{payee.bank}</dd></div>
            <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&key)}</dd></div>
        </dl>
    }
}

fn nobody_to_show(key: String) -> impl IntoView {
    let lang = lang();
    let note = Note::new(Tone::Wait, "clock", lang.say("send.off.title"), lang.say("send.off.text"));
    view! {
        <div class="ask"><h2>{lang.say("send.off.ask")}</h2><p class="lead">{lang.say("send.off.lead")}</p></div>
        <dl class="facts spaced">
            <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&key)}</dd></div>
            <div><dt>{lang.say("fact.name")}</dt><dd class="soft">{lang.say("send.off.name")}</dd></div>
        </dl>
        <NoteBox note=Some(note)/>
    }
}
