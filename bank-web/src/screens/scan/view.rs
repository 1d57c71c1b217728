//! A photo, or a copied code. With scripts a photo that was chosen is sent at once.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::{Found, Scan};
use crate::{
    components::{AccountLayout, FieldError, PageHead, icon, lang},
    format::pay_page,
};

pub fn scan(page: Scan) -> impl IntoView {
    let lang = lang();
    let found = (!page.found.is_empty()).then(|| several(page.found));
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("pix.scan").to_owned() back="/pix"/>
                    {found}
                    <Photo error=page.error/>
                    <Copied/>
                </div>
                <aside class="aside wide" aria-label=lang.say("scan.help.title")>
                    <section class="stack">
                        <h2>{lang.say("scan.help.title")}</h2>
                        <p class="soft"><small>{lang.say("scan.help")}</small></p>
                    </section>
                    <section class="stack">
                        <h2>{lang.say("scan.bad.title")}</h2>
                        <p class="soft"><small>{lang.say("scan.bad")}</small></p>
                    </section>
                </aside>
            </div>
        </AccountLayout>
    }
}

fn several(found: Vec<Found>) -> AnyView {
    let lang = lang();
    let row = |Found { code, title, text }: Found| {
        let href = pay_page(&code);
        view! {
            <li>
                <a class="row" href=href>
                    <span class="badge">{icon("qr", "")}</span>
                    <span class="what"><b>{title}</b><small>{text}</small></span>
                    {icon("right", "s")}
                </a>
            </li>
        }
    };
    view! {
        <section class="spaced" aria-labelledby="several">
            <h2 id="several">{lang.say("scan.several")}</h2>
            <ul class="rows">{found.into_iter().map(row).collect_view()}</ul>
            <p class="soft"><small>{lang.say("unsure.why")}</small></p>
        </section>
    }
    .into_any()
}

#[component]
fn Photo(error: Option<String>) -> AnyView {
    let lang = lang();
    let wrong = error.is_some();
    let send = |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let form = input.closest("form").ok().flatten();
        if let Some(button) = form.and_then(|form| form.query_selector("button").ok().flatten()) {
            button.unchecked_into::<web_sys::HtmlElement>().click();
        }
    };
    view! {
        <form class="form" method="post" action="/pix/scan" enctype="multipart/form-data" novalidate>
            <label class="pick">
                <input id="photo" type="file" name="photo" accept="image/png,image/jpeg,image/webp" required
                    aria-describedby=wrong.then_some("photo-e") aria-invalid=wrong.then_some("true") on:change=send/>
                <span class="badge who">{icon("image", "")}</span>
                <span><b>{lang.say("scan.photo")}</b><small>{lang.say("scan.photo.text")}</small></span>
            </label>
            <FieldError id="photo" error said=true/>
            <button class="btn full">{lang.say("scan.read")}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Copied() -> AnyView {
    let lang = lang();
    view! {
        <form class="form after" action="/pix/pay" novalidate>
            <div class="field">
                <label for="code">{lang.say("scan.paste")}</label>
                <textarea class="input" id="code" name="code" rows="2" maxlength="4000" required
                    placeholder=lang.say("scan.paste.field") autocomplete="off" autocapitalize="none" spellcheck="false"></textarea>
            </div>
            <button class="btn tint full">{lang.say("send.continue")}</button>
        </form>
    }
    .into_any()
}
