//! `/login`, and the page for a browser that is logged in already.

use leptos::prelude::*;

use super::{LoggedIn, Login};
use crate::{
    components::{NoteBox, PublicLayout, Submit, TextField, lang, send_once},
    form::Field,
};

pub fn login(page: Login) -> impl IntoView {
    let lang = lang();
    let send_once = send_once();
    let password = Field { value: String::new(), error: page.password_error };
    // The focus begins at what has an error, or has to be typed again.
    let at_password = !page.login.has_error() && (password.has_error() || !page.login.value.is_empty());
    view! {
        <PublicLayout short=true form="login-form">
            <h1>{lang.say("login.submit")}</h1>
            <form class="form" id="login-form" method="post" action="/login" novalidate on:submit=send_once>
                <NoteBox note=page.note/>
                <input type="hidden" name="next" value=page.next/>
                <TextField id="login" label=lang.say("login.id").to_owned() field=page.login autocomplete="username"
                    first=!at_password/>
                <TextField id="password" label=lang.say("login.password").to_owned() field=password
                    kind="password" autocomplete="current-password" first=at_password/>
                <Submit words=lang.say("login.submit").to_owned()/>
            </form>
            <p>{lang.say("login.noaccount.ask")}" "<a href="/open-account">{lang.say("login.noaccount")}</a></p>
        </PublicLayout>
    }
}

pub fn logged_in(page: LoggedIn) -> impl IntoView {
    let lang = lang();
    view! {
        <PublicLayout short=true>
            <div>
                <h1>{lang.say("login.already")}</h1>
                <p class="lead">{lang.fill("login.already.text", &[("name", &page.name)])}</p>
            </div>
            <div class="stack">
                <a class="btn full" href=page.next>{lang.say("login.already.go")}</a>
                <form method="post" action="/logout">
                    <input type="hidden" name="next" value="/login"/>
                    <button class="btn line full">{lang.say("login.already.other")}</button>
                </form>
            </div>
        </PublicLayout>
    }
}
