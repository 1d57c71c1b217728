//! Fourth question: is all of it right?

use leptos::prelude::*;

use super::head::SendHead;
use crate::{
    components::{AccountLayout, NoteBox, breakable, frame},
    screens::send::SendReview,
};

pub fn send_review(page: SendReview) -> impl IntoView {
    let frame = frame();
    let lang = frame.lang;
    let draft = page.draft;
    let description = draft.description.clone().filter(|words| !words.is_empty());
    let payee = draft.payee.clone().map(|payee| {
        view! {
            <div><dt>{payee.tax_id_label}</dt><dd>{payee.tax_id}</dd></div>
            <div><dt>{lang.say("send.payee.bank")}</dt><dd>{payee.bank}</dd></div>
        }
    });
    let message =
        description.map(|words| view! { <div><dt>{lang.say("fact.message")}</dt><dd>{words}</dd></div> });
    let account = frame
        .holder
        .map(|holder| format!("{} · {} {}", frame.site.name, lang.say("profile.number"), holder.number));
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <SendHead step=4 back=draft.address("amount")/>
                    <NoteBox note=page.note/>
                    <div class="ask">
                        <h2 class="soft plain">{lang.say("send.review")}</h2>
                        <p class="balance money"><span class="cur">"R$"</span>{draft.bare_amount().to_owned()}</p>
                    </div>
                    <dl class="facts spaced">
                        <div><dt>{lang.say("fact.to")}</dt><dd><b>{draft.payee_name().to_owned()}</b></dd></div>
                        {payee}
                        <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&draft.key_shown)}</dd></div>
                        {message}
                        <div><dt>{lang.say("fact.source")}</dt><dd>{account}</dd></div>
                        <div><dt>{lang.say("fact.when")}</dt><dd>{lang.say("fact.now")}</dd></div>
                    </dl>
                    <div class="stick"><a class="btn full" href=draft.address("pin")>{lang.say("send.continue")}</a></div>
                </div>
                <aside class="aside wide" aria-label=lang.say("send.slip")>
                    <p class="soft"><small>{lang.say("send.slip.note")}</small></p>
                </aside>
            </div>
        </AccountLayout>
    }
}
