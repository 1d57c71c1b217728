//! Before the PIN, where the same was paid a moment ago: is it meant twice?

use leptos::prelude::*;

use super::{head::SendHead, slip::DraftSlip};
use crate::{
    components::{AccountLayout, icon, lang},
    screens::send::SendTwice,
};

pub fn send_twice(page: SendTwice) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let amount = draft.amount.clone().unwrap_or_default();
    let ask = lang.fill("twice.ask", &[("amount", amount.as_str()), ("name", draft.payee_name())]);
    let yes = lang.fill("twice.yes", &[("amount", &amount)]);
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <SendHead step=4 back=draft.address("review")/>
                    <div class="ask" role="alert">
                        <h2>{ask}</h2>
                        <p class="lead">{page.ago}</p>
                    </div>
                    <div class="same">
                        <span class="badge wait">{icon("clock", "")}</span>
                        <span><b>{lang.say("twice.second")}</b><small>{lang.say("twice.second.text")}</small></span>
                        <b class="money">{amount}</b>
                    </div>
                    <div class="stack">
                        <a class="btn full" href=page.made>{lang.say("twice.no")}</a>
                        <a class="btn line full" href=draft.address("pin")>{yes}</a>
                    </div>
                    <p class="soft after"><small>{lang.say("twice.why")}</small></p>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}
