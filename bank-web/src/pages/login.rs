//! `/login`.

use leptos::prelude::*;

use crate::{
    model::{Field, Login},
    parts::{Door, NoteBox, Submit, TextField, lang, send_once},
};

pub fn login(page: Login) -> impl IntoView {
    let lang = lang();
    let send_once = send_once();
    view! {
        <Door short=true>
            <h1>{lang.say("login.submit")}</h1>
            <form class="form" method="post" action="/login" on:submit=send_once>
                <NoteBox note=page.note/>
                <input type="hidden" name="next" value=page.next/>
                <TextField id="login" label=lang.say("login.id").to_owned() field=page.login autocomplete="username"/>
                <TextField id="password" label=lang.say("login.password").to_owned() field=Field::default()
                    kind="password" autocomplete="current-password"/>
                <Submit words=lang.say("login.submit").to_owned()/>
            </form>
            <p>{lang.say("login.noaccount.ask")}" "<a href="/open-account">{lang.say("login.noaccount")}</a></p>
        </Door>
    }
}
