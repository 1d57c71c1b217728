//! `/open-account`.

use leptos::prelude::*;

use super::OpenAccount;
use crate::{
    components::{ErrorSummary, PinField, PublicLayout, Submit, TextField, lang, send_once},
    form::Field,
    input::Mask,
};

pub fn open_account(page: OpenAccount) -> impl IntoView {
    let lang = lang();
    let password = Field { value: String::new(), error: page.password_error };
    let wrong = [
        ("name", "open.name", page.name.has_error()),
        ("tax_id", "open.cpf", page.tax_id.has_error()),
        ("email", "open.email", page.email.has_error()),
        ("password", "open.password", password.has_error()),
        ("pin", "open.pin", page.pin_error.is_some()),
    ];
    let wrong: Vec<_> = wrong.into_iter().filter(|(_, _, wrong)| *wrong).collect();
    let focus = wrong.first().map_or("name", |(id, _, _)| *id);
    let wrong = wrong.into_iter().map(|(id, label, _)| (id, lang.say(label).to_owned())).collect();
    let label = move |key| lang.say(key).to_owned();
    let send_once = send_once();
    view! {
        <PublicLayout short=true form="open-form">
            <div>
                <h1>{lang.say("open.title")}</h1>
                <p class="lead">{lang.say("open.lead")}</p>
            </div>
            <form class="form" id="open-form" method="post" action="/open-account" novalidate on:submit=send_once>
                <ErrorSummary wrong/>
                <TextField id="name" label=label("open.name") field=page.name autocomplete="name"
                    first={focus == "name"}/>
                <TextField id="tax_id" label=label("open.cpf") field=page.tax_id mask=Mask::TaxId
                    first={focus == "tax_id"}/>
                <TextField id="email" label=label("open.email") field=page.email kind="email" inputmode="email"
                    autocomplete="email" first={focus == "email"}/>
                <TextField id="password" label=label("open.password") field=password kind="password"
                    hint=label("open.password.hint") autocomplete="new-password" first={focus == "password"}/>
                <PinField label=label("open.pin") hint=label("open.pin.hint") error=page.pin_error
                    first={focus == "pin"}/>
                <Submit words=label("open.submit")/>
            </form>
            <p>{lang.say("open.haveone.ask")}" "<a href="/login">{lang.say("open.haveone")}</a></p>
        </PublicLayout>
    }
}
