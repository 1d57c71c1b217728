//! `/home`: the balance, what one can do, and the last movements.

use leptos::prelude::*;

use super::Home;
use crate::{
    components::{
        AccountLayout, HideAmounts, LiveStatus, MovementRow, NoteBox, OwnKeys, RecentPayees, frame, icon,
        lang, one_of,
    },
    form::{Note, Tone},
    live::{Connection, Live},
};

pub fn home(page: Memo<Home>) -> impl IntoView {
    let lang = lang();
    let untouched = Memo::new(move |_| page.with(|home| home.untouched));
    let note = Memo::new(move |_| page.with(|home| home.note.clone()));
    let keys = Memo::new(move |_| page.with(|home| home.keys.clone()));
    let all = move || (!untouched.get()).then(|| view! { <a href="/statement">{lang.say("home.all")}</a> });
    view! {
        <AccountLayout here="/home">
            <h1 class="vh">{lang.say("nav.home")}</h1>
            <div class="cols">
                <div>
                    <Balance page/>
                    {move || view! { <NoteBox note=note.get()/> }}
                    <Actions/>
                    <ConnectionLost page/>
                    <PayAgain page class="narrow faces-section" id="again-narrow"/>
                    <section aria-labelledby="last">
                        <div class="sec-head"><h2 id="last">{lang.say("home.last")}</h2>{all}</div>
                        {move || if untouched.get() { nothing_yet().into_any() } else { movements(page).into_any() }}
                    </section>
                </div>
                <aside class="aside wide" aria-label=lang.say("home.shortcuts")>
                    <QuickSend/>
                    <PayAgain page class="wide" id="again-wide"/>
                    {move || view! { <OwnKeys keys=keys.get()/> }}
                </aside>
            </div>
        </AccountLayout>
    }
}

fn movements(page: Memo<Home>) -> impl IntoView {
    let now =
        move |id: &str| page.with(|home| home.movements.iter().find(|movement| movement.id == id).cloned());
    view! {
        <ol class="rows">
            <For each=move || page.with(|home| home.movements.clone()) key=|movement| movement.id.clone() let:movement>
                <MovementRow movement=one_of(now, movement)/>
            </For>
        </ol>
    }
}

fn nothing_yet() -> impl IntoView {
    let lang = lang();
    view! {
        <div class="empty">
            <h3>{lang.say("home.empty.title")}</h3>
            <p>{lang.say("home.empty.text")}</p>
            <a class="btn tint" href="/pix/keys/new">{lang.say("home.newkey")}</a>
        </div>
    }
}

/// Who was paid lately.
#[component]
fn PayAgain(page: Memo<Home>, class: &'static str, id: &'static str) -> impl IntoView {
    let people = Memo::new(move |_| page.with(|home| home.people.clone()));
    move || {
        let people = people.get();
        (!people.is_empty()).then(|| {
            view! {
                <section class=class aria-labelledby=id>
                    <h2 id=id>{lang().say("home.again")}</h2>
                    <RecentPayees people=people/>
                </section>
            }
        })
    }
}

/// A hidden balance is hidden from screen readers as well.
#[component]
fn Balance(page: Memo<Home>) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    let hello = frame.holder.as_ref().map(|holder| lang.fill("home.hello", &[("name", holder.called())]));
    let note = move || {
        let (as_of, untouched) = page.with(|home| (home.as_of.clone(), home.untouched));
        lang.fill(if untouched { "home.initial" } else { "home.updated" }, &[("time", &as_of)])
    };
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
            <div class="hero-label"><span id="balance">{lang.say("home.balance")}</span><HideAmounts/></div>
            <p class="balance money" aria-labelledby="balance" role="group">
                <span class="cur">"R$"</span>
                <span class="v">{move || page.with(|home| home.balance.clone())}</span>
                <span class="m"><span aria-hidden="true">"••••••"</span><span class="vh">{lang.say("home.hidden")}</span></span>
            </p>
            <p class="hero-note"><LiveStatus as_of=Signal::derive(note)/></p>
        </section>
    }
    .into_any()
}

/// Says that the connection to the bank is lost.
#[component]
fn ConnectionLost(page: Memo<Home>) -> impl IntoView {
    let lang = lang();
    let connection = expect_context::<Live>().connection;
    move || {
        let text = lang.fill("live.off", &[("time", &page.with(|home| home.as_of.clone()))]);
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
        ("/pix/keys/new", "key", lang.say("home.newkey.short")),
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
            <form class="form tight" action="/pix/send" novalidate>
                <div class="field">
                    <label for="quick-key">{lang.say("home.quick.key")}</label>
                    <input class="input" id="quick-key" name="key" placeholder=lang.say("home.quick.hint")
                        autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="600"/>
                </div>
                <button class="btn tint full">{lang.say("send.continue")}</button>
            </form>
        </section>
    }
    .into_any()
}
