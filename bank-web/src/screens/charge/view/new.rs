//! How much, for what, how long, and by which key.

use leptos::prelude::*;

use crate::{
    components::{
        AccountLayout, FieldError, ForAccount, NoteBox, PageHead, Submit, TextField, described_by, lang,
        send_once,
    },
    form::Field,
    screens::charge::{NewCharge, OwnKey},
};

pub fn new_charge(page: NewCharge) -> impl IntoView {
    let lang = lang();
    let send_once = send_once();
    let form = match page.keys.is_empty() {
        true => view! {
            <p>{lang.say("charge.nokey")}</p>
            <a class="btn tint" href="/pix/keys/new">{lang.say("home.newkey")}</a>
        }
        .into_any(),
        false => view! {
            <form class="form" method="post" action="/pix/charge" novalidate on:submit=send_once>
                <ForAccount/>
                <input type="hidden" name="order" value=page.order/>
                <WishedAmount field=page.amount/>
                <TextField id="text" label=lang.say("charge.text").to_owned() field=page.text
                    hint=lang.say("charge.text.hint").to_owned() optional=true maxlength=140/>
                <Expiry chosen=page.expires/>
                <label class="switch">
                    <span><b>{lang.say("charge.once")}</b><small>{lang.say("charge.once.text")}</small></span>
                    <input type="checkbox" role="switch" name="once" value="yes" checked=page.once/>
                </label>
                <ByKey keys=page.keys/>
                <Submit words=lang.say("charge.make").to_owned()/>
            </form>
        }
        .into_any(),
    };
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="flow">
                <PageHead title=lang.say("charge.title").to_owned() back="/pix"/>
                <NoteBox note=page.note/>
                {form}
            </div>
        </AccountLayout>
    }
}

#[component]
fn WishedAmount(field: Field) -> AnyView {
    let lang = lang();
    let wrong = field.has_error();
    view! {
        <div class="field">
            <h2><label for="amount">{lang.say("charge.ask")}</label></h2>
            <p class="hint" id="amount-h">{lang.say("charge.open")}</p>
            <div class="amount">
                <span aria-hidden="true">"R$"</span>
                <input id="amount" name="amount" inputmode="decimal" autocomplete="off" placeholder="0,00" maxlength="24"
                    value=field.value aria-describedby=described_by("amount", true, wrong)
                    aria-invalid=wrong.then_some("true") autofocus=true/>
            </div>
            <FieldError id="amount" error=field.error said=true/>
        </div>
    }
    .into_any()
}

#[component]
fn Expiry(chosen: String) -> AnyView {
    let lang = lang();
    let terms = [
        ("15min", lang.say("charge.expires.15min")),
        ("1h", lang.say("charge.expires.1h")),
        ("1d", lang.say("charge.expires.1d")),
        ("7d", lang.say("charge.expires.7d")),
        ("never", lang.say("charge.expires.never")),
    ];
    let term = move |(value, words): (&'static str, &'static str)| {
        view! { <label><input type="radio" name="expires" value=value checked=chosen == value/>{words}</label> }
    };
    view! {
        <fieldset>
            <legend>{lang.say("charge.expires")}</legend>
            <div class="chips">{terms.map(term).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn ByKey(keys: Vec<OwnKey>) -> AnyView {
    let lang = lang();
    let option = |OwnKey { key, shown, chosen }: OwnKey| {
        view! { <option value=key selected=chosen>{shown}</option> }
    };
    view! {
        <div class="field">
            <label for="key">{lang.say("charge.key")}</label>
            <select class="input" id="key" name="key" aria-describedby="key-h">
                {keys.into_iter().map(option).collect_view()}
            </select>
            <p class="hint" id="key-h">{lang.say("charge.key.hint")}</p>
        </div>
    }
    .into_any()
}
