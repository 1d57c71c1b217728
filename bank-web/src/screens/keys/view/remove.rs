//! `/pix/keys/remove`: the confirmation.

use leptos::prelude::*;

use super::help::Help;
use crate::{
    components::{AccountLayout, ForAccount, NoteBox, PageHead, Submit, breakable, lang, send_once},
    screens::keys::RemoveKey,
};

pub fn remove_key(page: RemoveKey) -> impl IntoView {
    let lang = lang();
    let send_once = send_once();
    view! {
        <AccountLayout here="/pix/keys">
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("keys.remove.title").to_owned() back="/pix/keys"/>
                    <NoteBox note=page.note/>
                    <div class="ask">
                        <h2>{breakable(&lang.fill("keys.remove.ask", &[("key", &page.shown)]))}</h2>
                        <p class="lead">{lang.say("keys.remove.text")}</p>
                    </div>
                    <form method="post" action="/pix/keys/remove" class="stack" on:submit=send_once>
                        <ForAccount/>
                        <input type="hidden" name="key" value=page.key/>
                        <Submit words=lang.say("keys.remove.yes").to_owned() class="btn danger full"/>
                        <a class="btn line full" href="/pix/keys">{lang.say("keys.remove.no")}</a>
                    </form>
                </div>
                <Help/>
            </div>
        </AccountLayout>
    }
}
