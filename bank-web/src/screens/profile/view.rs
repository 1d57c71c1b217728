//! `/profile`: whose account this is, the choice of language and colours, and the log-out.

use leptos::prelude::*;

use super::Profile;
use crate::{
    components::{AccountLayout, CopyButton, NoteBox, PageHead, breakable, frame, icon},
    form::{Note, Tone},
    site::Scheme,
    texts::Lang,
};

pub fn profile(page: Profile) -> impl IntoView {
    let frame = frame();
    let lang = frame.lang;
    let saved = page.saved.then(|| Note::new(Tone::Ok, "check", lang.say("profile.saved"), ""));
    let holder = frame.holder.clone();
    let fact = |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let account = holder.as_ref().map(|holder| {
        (
            fact(lang.say("profile.branch"), holder.branch.clone()),
            view! {
                <div>
                    <dt>{lang.say("profile.number")}</dt>
                    <dd>
                        <span class="copyable">
                            {holder.number.clone()}
                            <CopyButton text=lang.fill("nav.account", &[("branch", &holder.branch), ("number", &holder.number)])
                                label=lang.say("profile.copy").to_owned() done=lang.say("profile.copied")/>
                        </span>
                    </dd>
                </div>
            },
        )
    });
    view! {
        <AccountLayout here="/profile">
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("profile.title").to_owned()/>
                    <NoteBox note=saved/>
                    <div class="payee">
                        <span class="badge who l" aria-hidden="true">{page.initials}</span>
                        <div><b>{holder.map(|holder| holder.name)}</b><span class="soft">{breakable(&page.email)}</span></div>
                    </div>
                    <section class="after" aria-labelledby="account">
                        <h2 id="account">{lang.say("profile.account")}</h2>
                        <dl class="facts">
                            <div><dt>{page.tax_id_label}</dt><dd>{page.tax_id}</dd></div>
                            <div><dt>{lang.say("send.payee.bank")}</dt><dd>{frame.site.name.clone()}</dd></div>
                            {account}
                        </dl>
                    </section>
                    {preferences(lang, frame.scheme)}
                    <form class="after" method="post" action="/logout">
                        <button class="btn line full">{icon("exit", "s")}{lang.say("profile.logout")}</button>
                    </form>
                </div>
                <aside class="aside" aria-label=lang.say("profile.safety")>
                    <section class="stack tight">
                        <h2>{lang.say("profile.safety")}</h2>
                        <p class="soft"><small>{lang.say("profile.safety.text")}</small></p>
                    </section>
                </aside>
            </div>
        </AccountLayout>
    }
}

/// The form of language and colours.
fn preferences(lang: Lang, chosen: Scheme) -> impl IntoView {
    let language = move |value: Lang, words: &'static str| {
        view! {
            <label class="opt">
                <input type="radio" name="lang" value=value.tag() checked=value == lang/>
                <span lang=value.tag()><b>{words}</b></span>
            </label>
        }
    };
    let look = move |value: Scheme, words: &'static str| {
        view! {
            <label class="opt">
                <input type="radio" name="scheme" value=value.as_str() checked=value == chosen/>
                <span><b>{words}</b></span>
            </label>
        }
    };
    view! {
        <form class="stack l after" method="post" action="/preferences">
            <input type="hidden" name="back" value="/profile"/>
            <fieldset class="choice across">
                <legend>{lang.say("profile.lang")}</legend>
                {language(Lang::Pt, "Português")}
                {language(Lang::En, "English")}
            </fieldset>
            <fieldset class="choice">
                <legend>{lang.say("profile.look")}</legend>
                {look(Scheme::Auto, lang.say("profile.look.auto"))}
                {look(Scheme::Light, lang.say("profile.look.light"))}
                {look(Scheme::Dark, lang.say("profile.look.dark"))}
            </fieldset>
            <button class="btn tint full">{lang.say("profile.save")}</button>
        </form>
    }
}
