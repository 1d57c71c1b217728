//! `/home`: what one has, what one can do, and what happened last.

use leptos::prelude::*;

use crate::{
    live::{Connection, Live},
    model::{Home, Note, Tone},
    parts::{Account, Faces, LiveWord, MovementRow, NoteBox, OwnKeys, frame, icon, lang},
};

pub fn home(page: Home) -> impl IntoView {
    let lang = lang();
    let people = page.people.clone();
    let movements = page.movements;
    let again = (!people.is_empty()).then(|| {
        view! {
            <section class="narrow faces-section" aria-labelledby="again-narrow">
                <h2 id="again-narrow">{lang.say("home.again")}</h2>
                <Faces people=people/>
            </section>
        }
    });
    let again_wide = (!page.people.is_empty()).then(|| {
        view! {
            <section class="wide" aria-labelledby="again-wide">
                <h2 id="again-wide">{lang.say("home.again")}</h2>
                <Faces people=page.people/>
            </section>
        }
    });
    let last = if page.untouched {
        view! {
            <div class="empty">
                <h3>{lang.say("home.empty.title")}</h3>
                <p>{lang.say("home.empty.text")}</p>
                <a class="btn tint" href="/pix/keys/new">{lang.say("home.newkey")}</a>
            </div>
        }
        .into_any()
    } else {
        view! {
            <ol class="rows">
                <For each=move || movements.clone() key=Clone::clone let:movement>
                    <MovementRow movement/>
                </For>
            </ol>
        }
        .into_any()
    };
    let note = if page.untouched { lang.say("home.initial") } else { lang.say("home.updated") };
    view! {
        <Account here="/home">
            <h1 class="vh">{lang.say("nav.home")}</h1>
            <div class="cols">
                <div class="hidable">
                    <Balance balance=page.balance note/>
                    <Gone as_of=page.as_of/>
                    <NoteBox note=page.note/>
                    <Actions/>
                    {again}
                    <section aria-labelledby="last">
                        <div class="sec-head">
                            <h2 id="last">{lang.say("home.last")}</h2>
                            {(!page.untouched).then(|| view! { <a href="/statement">{lang.say("home.all")}</a> })}
                        </div>
                        {last}
                    </section>
                </div>
                <aside class="aside wide" aria-label=lang.say("home.shortcuts")>
                    <QuickSend/>
                    {again_wide}
                    <OwnKeys keys=page.keys/>
                </aside>
            </div>
        </Account>
    }
}

/// The panel. Hidden, the balance is hidden from screen readers as well.
#[component]
fn Balance(balance: String, note: &'static str) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    let hello = frame.holder.as_ref().map(|holder| lang.fill("home.hello", &[("name", holder.first_name())]));
    view! {
        <section class="hero" aria-label=lang.say("stmt.balance")>
            <div class="hero-top">
                <a class="brand" href="/home">
                    <span class="mark" aria-hidden="true"></span>
                    <span>{frame.site.name}</span>
                    <span class="vh">", "{lang.say("nav.home")}</span>
                </a>
            </div>
            <p class="hero-hi">{hello}</p>
            <div class="hero-label">
                <span id="balance">{lang.say("home.balance")}</span>
                <label class="eye">
                    <input type="checkbox" role="switch" id="hide" aria-label=lang.say("home.hide")/>
                    <span class="on">{icon("eye", "")}</span>
                    <span class="off">{icon("eye-off", "")}</span>
                </label>
            </div>
            <p class="balance money" aria-labelledby="balance" role="group">
                <span class="cur">"R$"</span>
                <span class="v">{balance}</span>
                <span class="m"><span aria-hidden="true">"••••••"</span><span class="vh">{lang.say("home.hidden")}</span></span>
            </p>
            <p class="hero-note"><LiveWord/><span class="sep">" · "</span><span>{note}</span></p>
        </section>
    }
    .into_any()
}

/// Said when the page has not heard of its bank for a while.
#[component]
fn Gone(as_of: String) -> impl IntoView {
    let lang = lang();
    let connection = expect_context::<Live>().connection;
    move || {
        let text = lang.fill("live.off", &[("time", &as_of)]);
        let note = Note::new(Tone::Plain, "info", lang.say("live.off.title"), text);
        view! { <NoteBox note=(connection.get() == Connection::Lost).then_some(note)/> }
    }
}

#[component]
fn Actions() -> AnyView {
    let lang = lang();
    let actions = [
        ("/pix/send", "out", lang.say("home.send")),
        ("/pix/keys", "in", lang.say("home.receive")),
        ("/pix/keys/new", "key", lang.say("home.newkey")),
        ("/statement", "list", lang.say("nav.statement")),
    ];
    let link = |(href, drawing, words): (&'static str, &'static str, &'static str)| {
        view! {
            <a class=(href == "/pix/send").then_some("first") href=href>
                <span class="dot">{icon(drawing, "")}</span>{words}
            </a>
        }
    };
    view! { <nav class="pix" aria-label="Pix">{actions.map(link).collect_view()}</nav> }.into_any()
}

#[component]
fn QuickSend() -> AnyView {
    let lang = lang();
    view! {
        <section class="wide" aria-labelledby="quick">
            <h2 id="quick">{lang.say("home.quick")}</h2>
            <form class="form tight" action="/pix/send">
                <div class="field">
                    <label for="quick-key">{lang.say("home.quick.key")}</label>
                    <input class="input" id="quick-key" name="key" placeholder=lang.say("home.quick.hint")
                        autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="100"/>
                </div>
                <button class="btn tint full">{lang.say("send.continue")}</button>
            </form>
        </section>
    }
    .into_any()
}
