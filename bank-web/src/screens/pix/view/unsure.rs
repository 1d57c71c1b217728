//! Two readings: the reader decides, and nothing is chosen before.

use leptos::prelude::*;

use super::said::Said;
use crate::{
    components::{AccountLayout, PageHead, icon, lang},
    screens::{
        pix::{Choice, PixUnsure, Question},
        send::DraftSlip,
    },
};

pub fn pix_unsure(page: PixUnsure) -> impl IntoView {
    let lang = lang();
    let name = page.question.name();
    let (ask, legend) = match page.question {
        Question::Payee => (lang.say("unsure.payee.ask"), lang.say("fact.to")),
        Question::Amount => (lang.say("unsure.amount.ask"), lang.say("send.amount")),
    };
    let choice = move |Choice { value, title, text, icon: drawing }: Choice| {
        view! {
            <label class="opt">
                <input type="radio" name=name value=value required/>
                <span><b class="num">{title}</b><small>{text}</small></span>
                {drawing.map(|drawing| icon(&drawing, ""))}
            </label>
        }
    };
    let chosen = page.chosen.into_iter();
    let chosen = chosen.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("nav.pix").to_owned() back="/pix"/>
                    <div class="ask"><h2>{ask}</h2></div>
                    <Said words=page.said/>
                    <form class="form after" action="/pix" novalidate>
                        <input type="hidden" name="what" value=page.what/>
                        {chosen.collect_view()}
                        <fieldset class="choice">
                            <legend class="vh">{legend}</legend>
                            {page.choices.into_iter().map(choice).collect_view()}
                        </fieldset>
                        <div class="stick"><button class="btn full">{lang.say("send.continue")}</button></div>
                    </form>
                    <p class="soft after"><small>{lang.say("unsure.why")}</small></p>
                </div>
                <DraftSlip draft=page.draft/>
            </div>
        </AccountLayout>
    }
}
