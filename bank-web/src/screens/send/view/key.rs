//! First question: which key. Digits that are valid as a phone and as a CPF are asked about.

use leptos::prelude::*;

use super::{head::SendHead, slip::DraftSlip};
use crate::{
    components::{AccountLayout, RecentPayeeRows, Submit, TextField, icon, lang},
    screens::send::{Draft, SendKey},
};

pub fn send_key(page: SendKey) -> impl IntoView {
    let lang = lang();
    let option = |value: &'static str, name: &'static str, shown: String, drawing: &'static str| {
        view! {
            <label class="opt">
                <input type="radio" name="kind" value=value required autofocus={value == "phone"}/>
                <span><b>{name}</b><small>{shown}</small></span>
                {icon(drawing, "")}
            </label>
        }
    };
    let at_key = page.ambiguous.is_none();
    let ambiguous = page.ambiguous.map(|(phone, cpf)| {
        view! {
            <fieldset class="choice">
                <legend>{lang.say("send.key.ambiguous")}</legend>
                {option("phone", lang.say("kind.phone"), phone, "phone")}
                {option("cpf", lang.say("kind.cpf"), cpf, "id")}
            </fieldset>
        }
    });
    let recent = (!page.people.is_empty()).then(|| {
        view! {
            <section class="after" aria-labelledby="recent">
                <h2 id="recent">{lang.say("send.recent")}</h2>
                <RecentPayeeRows people=page.people/>
            </section>
        }
    });
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <SendHead step=1 back="/home".to_owned()/>
                    <div class="ask"><h2>{lang.say("send.key.ask")}</h2><p class="lead">{lang.say("send.key.lead")}</p></div>
                    <form class="form" action="/pix/send" novalidate>
                        <TextField id="key" label=lang.say("send.key").to_owned() field=page.key
                            hint=lang.say("send.key.hint").to_owned() maxlength=600 first=at_key/>
                        {ambiguous}
                        <Submit words=lang.say("send.continue").to_owned()/>
                    </form>
                    {recent}
                </div>
                <DraftSlip draft=Draft::default()/>
            </div>
        </AccountLayout>
    }
}
