//! `/pix/keys/new`: a field for each kind of key. The style sheet shows the field of the chosen kind, without any script.

use leptos::prelude::*;

use super::help::Help;
use crate::{
    components::{
        AccountLayout, ForAccount, NoteBox, PageHead, Submit, TextField, icon, key_icon, lang, send_once,
    },
    form::Field,
    input::Mask,
    screens::keys::NewKey,
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
    let (chosen, held_kinds) = (page.kind.clone(), page.held);
    let chosen_field = page.kind;
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
    let (typed, company) = (page.key, page.company);
    // A field for each kind, so that a phone shows the keyboard for it.
    let field = move |kind: &'static str| {
        let is_chosen = chosen_field == kind;
        let field = if is_chosen { typed.clone() } else { Field::default() };
        let first = is_chosen && field.has_error();
        let inside = key_field(kind, field, first);
        view! { <div class="of-kind" data-kind=kind>{inside}</div> }
    };
    let fields = [if company { "cnpj" } else { "cpf" }, "phone", "email"].map(field);
    let send_once = send_once();
    view! {
        <AccountLayout here="/pix/keys">
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("key.new").to_owned() back="/pix/keys"/>
                    <NoteBox note=page.note/>
                    <form class="form new-key" method="post" action="/pix/keys" hidden=!page.may_add novalidate
                        on:submit=send_once>
                        <ForAccount/>
                        <fieldset class="choice">
                            <legend>{lang.say("key.kind")}</legend>
                            {kinds.map(option).collect_view()}
                        </fieldset>
                        {fields.into_iter().collect_view()}
                        <Submit words=lang.say("key.new").to_owned()/>
                    </form>
                </div>
                <Help/>
            </div>
        </AccountLayout>
    }
}

fn key_field(kind: &'static str, field: Field, first: bool) -> AnyView {
    let lang = lang();
    match kind {
        "phone" => view! {
            <TextField id="phone" label=lang.say("kind.phone").to_owned() field kind="tel" inputmode="tel"
                autocomplete="tel" mask=Mask::Phone first/>
        }
        .into_any(),
        "email" => view! {
            <TextField id="email" label=lang.say("kind.email").to_owned() field kind="email" inputmode="email"
                autocomplete="email" first/>
        }
        .into_any(),
        "cnpj" => view! {
            <TextField id="cnpj" label=lang.say("kind.cnpj").to_owned() field mask=Mask::Cnpj first/>
        }
        .into_any(),
        _ => view! {
            <TextField id="cpf" label=lang.say("kind.cpf").to_owned() field inputmode="numeric" mask=Mask::Cpf first/>
        }
        .into_any(),
    }
}
