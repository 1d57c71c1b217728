//! `/pix/keys/new`: which kind, and its text. The style sheet names the field after the chosen kind, so no
//! script is needed for that.

use leptos::prelude::*;

use super::keys::Help;
use crate::{
    model::NewKey,
    parts::{
        Account, FieldError, ForAccount, NoteBox, PageHead, Submit, described_by, icon, key_icon, lang,
        send_once,
    },
};

pub fn new_key(page: NewKey) -> impl IntoView {
    let lang = lang();
    let number = if page.company { ("cnpj", lang.say("kind.cnpj")) } else { ("cpf", lang.say("kind.cpf")) };
    let kinds = [
        (number.0, number.1, lang.say("kind.number.hint")),
        ("phone", lang.say("kind.phone"), lang.say("kind.phone.hint")),
        ("email", lang.say("kind.email"), lang.say("kind.email.hint")),
        ("random", lang.say("kind.random"), lang.say("kind.random.hint")),
    ];
    let (chosen, held_kinds) = (page.kind, page.held);
    let option = move |(kind, name, hint): (&'static str, &'static str, &'static str)| {
        let held = held_kinds.iter().any(|held| held == kind);
        let hint = if held { lang.say("key.already") } else { hint };
        view! {
            <label class="opt">
                <input type="radio" name="kind" value=kind checked=chosen == kind disabled=held required/>
                <span><b>{name}</b><small>{hint}</small></span>
                {icon(key_icon(kind), "")}
            </label>
        }
    };
    let label = |(kind, name, _): (&'static str, &'static str, &'static str)| {
        (kind != "random").then(|| view! { <span data-kind=kind>{name}</span> })
    };
    let wrong = page.key.is_wrong();
    let send_once = send_once();
    view! {
        <Account here="/pix/keys">
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("key.new").to_owned() back="/pix/keys"/>
                    <NoteBox note=page.note/>
                    <form class="form new-key" method="post" action="/pix/keys" hidden=!page.may_add on:submit=send_once>
                        <ForAccount/>
                        <fieldset class="choice">
                            <legend>{lang.say("key.kind")}</legend>
                            {kinds.map(option).collect_view()}
                        </fieldset>
                        <div class="field key-field">
                            <label for="key">{kinds.map(label).collect_view()}</label>
                            <input class="input" id="key" name="key" value=page.key.value.clone() maxlength="100"
                                autocomplete="off" autocapitalize="none" spellcheck="false"
                                aria-describedby=described_by("key", false, wrong)
                                aria-invalid=wrong.then_some("true")/>
                            <FieldError id="key" error=page.key.error.clone()/>
                        </div>
                        <Submit words=lang.say("key.new").to_owned()/>
                    </form>
                </div>
                <Help/>
            </div>
        </Account>
    }
}
