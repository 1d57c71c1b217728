//! What was read: whom, how much, for what.

use leptos::prelude::*;

use super::said::Said;
use crate::{
    components::{AccountLayout, NoteBox, PageHead, breakable, lang},
    form::{Note, Tone},
    screens::{
        pix::PixRead,
        send::{Draft, DraftSlip, PayeeFacts},
    },
};

pub fn pix_read(page: PixRead) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let next = draft.address(if draft.amount.is_some() { "review" } else { "amount" });
    let amount = draft.amount.is_some().then(|| {
        view! { <p class="balance money"><span class="cur">"R$"</span>{draft.bare_amount().to_owned()}</p> }
    });
    let payee = match draft.payee.clone() {
        Some(payee) => this_payee(payee).into_any(),
        None => {
            let note = Note::new(Tone::Wait, "clock", lang.say("send.off.title"), lang.say("send.off.text"));
            view! { <NoteBox note=Some(note)/> }.into_any()
        }
    };
    let facts = facts(&draft);
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("nav.pix").to_owned() back="/pix"/>
                    <div class="ask"><h2>{lang.say("read.ask")}</h2></div>
                    <Said words=page.said/>
                    <div class="read-payee">{amount}{payee}</div>
                    {facts}
                    <div class="actions stick">
                        <a class="btn" href=next>{lang.say("send.payee.yes")}</a>
                        <a class="btn line" href="/pix">{lang.say("read.no")}</a>
                    </div>
                    <p class="soft after"><small>{lang.say("read.rest")}</small></p>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}

fn facts(draft: &Draft) -> AnyView {
    let lang = lang();
    let message = draft.description.clone().filter(|words| !words.is_empty());
    let message =
        message.map(|words| view! { <div><dt>{lang.say("fact.message")}</dt><dd>{words}</dd></div> });
    view! {
        <dl class="facts spaced">
            <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&draft.key_shown)}</dd></div>
            {message}
        </dl>
    }
    .into_any()
}

/// Name and number as the directory has them.
pub fn this_payee(payee: PayeeFacts) -> AnyView {
    let more = format!("{} · {}", payee.tax_id, payee.bank);
    view! {
        <div class="payee">
            <span class="badge who l" aria-hidden="true">{payee.initials}</span>
            <div><b>{payee.name}</b><br/><span class="soft num">{more}</span></div>
        </div>
    }
    .into_any()
}
