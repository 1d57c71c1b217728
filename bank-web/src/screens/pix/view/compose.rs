//! The one field, and the doors beside it.

use leptos::prelude::*;

use crate::{
    components::{AccountLayout, FieldError, HideAmounts, RecentPayees, described_by, icon, lang},
    form::Field,
    screens::pix::Pix,
};

pub fn pix(page: Pix) -> impl IntoView {
    let lang = lang();
    let people = (!page.people.is_empty()).then(|| {
        view! {
            <section class="faces-section" aria-labelledby="again">
                <h2 id="again">{lang.say("home.again")}</h2>
                <RecentPayees people=page.people/>
            </section>
        }
    });
    view! {
        <AccountLayout here="/pix">
            <div class="cols">
                <div>
                    <section class="hero compose" aria-labelledby="pix-h">
                        <div class="compose-top">
                            <h1 id="pix-h">{lang.say("nav.pix")}</h1>
                            <div class="compose-bal">
                                <span>{lang.say("pix.balance")}</span>
                                <b class="money">"R$\u{a0}"<span class="v">{page.balance}</span><span class="m">
                                    <span aria-hidden="true">"••••••"</span><span class="vh">{lang.say("home.hidden")}</span>
                                </span></b>
                                <HideAmounts/>
                            </div>
                        </div>
                        <What what=page.what/>
                    </section>
                    <Doors/>
                    {people}
                </div>
                <aside class="aside wide" aria-label=lang.say("pix.err.help.title")>
                    <section class="stack">
                        <h2>{lang.say("pix.err.help.title")}</h2>
                        <p class="soft"><small>{lang.say("pix.err.help")}</small></p>
                    </section>
                </aside>
            </div>
        </AccountLayout>
    }
}

#[component]
fn What(what: Field) -> AnyView {
    let lang = lang();
    let wrong = what.has_error();
    let example = view! { <q>{lang.say("pix.eg.text")}</q> };
    view! {
        <form class="stack tight" action="/pix" novalidate>
            <h2><label for="what">{lang.say("pix.ask")}</label></h2>
            <div class="say">
                <textarea id="what" name="what" rows="2" maxlength="4000" placeholder=lang.say("pix.field")
                    aria-describedby=described_by("what", true, wrong) aria-invalid=wrong.then_some("true")
                    autofocus=wrong autocomplete="off" autocapitalize="none" spellcheck="false" required
                    inner_html=escaped(&what.value)></textarea>
                <FieldError id="what" error=what.error said=true/>
                <div class="say-foot"><button class="btn s">{lang.say("send.continue")}</button></div>
            </div>
            <p class="eg" id="what-h">{lang.say("pix.eg")}" "{example}</p>
        </form>
    }
    .into_any()
}

/// Inside a field of several lines stands nothing but text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[component]
fn Doors() -> AnyView {
    let lang = lang();
    let doors = [
        ("/pix/scan", "qr", lang.say("pix.scan")),
        ("/pix/charge", "in", lang.say("charge.title")),
        ("/pix/charges", "list", lang.say("charges.title")),
    ];
    let door = |(href, drawing, words): (&'static str, &'static str, &'static str)| {
        view! { <a href=href><span class="dot">{icon(drawing, "")}</span>{words}</a> }
    };
    view! { <nav class="pix" aria-label="Pix">{doors.map(door).collect_view()}</nav> }.into_any()
}
