//! The deck. What asks something of the system is the presenter's alone; the audience may look: pause, step, the slider.

use leptos::prelude::*;

use super::{
    Page,
    parts::{changing_sign, label, sign, text},
};

pub fn deck(page: &Page) -> impl IntoView + use<> {
    view! {
        <nav class="deck" id="deck" tabindex="-1" data-l="page.deck" aria-label=label(page, "page.deck")>
            {steps(page)}
            {speed(page)}
            {tape(page)}
            {dial(page)}
            {acts(page)}
            {tools(page)}
        </nav>
    }
}

fn steps(page: &Page) -> impl IntoView + use<> {
    view! {
        <div class="group">
            <button class="round" id="b-back" data-l="deck.back" aria-label=label(page, "deck.back")>{sign("i-back")}</button>
            <button class="round big" id="b-play" aria-label=label(page, "deck.pause")>{changing_sign("i-run", "i-pause")}</button>
            <button class="round" id="b-step" data-l="deck.step" aria-label=label(page, "deck.step")>{sign("i-step")}</button>
        </div>
    }
}

fn speed(page: &Page) -> impl IntoView + use<> {
    view! {
        <div class="seg" role="group" data-l="deck.speed" aria-label=label(page, "deck.speed") hidden=!page.presenter>
            <button id="b-real" aria-pressed="true" data-t="deck.real">{label(page, "deck.real")}</button>
            <button id="b-slow" aria-pressed="false" data-t="deck.slow">{label(page, "deck.slow")}</button>
        </div>
    }
}

fn tape(page: &Page) -> impl IntoView + use<> {
    view! {
        <div class="tape">
            <label class="vh" r#for="slider" data-t="deck.journal">{label(page, "deck.journal")}</label>
            <input r#type="range" id="slider" min="0" max="1000" value="1000" step="any"/>
            <div class="marks" id="marks" aria-hidden="true"></div>
            <p class="tape-words"><span id="now"></span><span id="seq"></span></p>
        </div>
    }
}

/// How the load dial is drawn.
const KNOB: &str = r#"<path class="track" d="M-17.7 17.7A25 25 0 1 1 17.7 17.7"/><g id="knob"><circle r="18"/><path d="M0-8v-8"/></g>"#;

fn dial(page: &Page) -> impl IntoView + use<> {
    view! {
        <div class="dial" id="dial" hidden=!page.presenter>
            <label r#for="load" data-t="deck.load">{label(page, "deck.load")}</label>
            <input r#type="range" id="load" min="0" max="4" step="1" value="0"/>
            <svg class="knob" viewBox="-32 -32 64 64" aria-hidden="true" inner_html=KNOB></svg>
            <output id="load-out" r#for="load"></output>
        </div>
    }
}

fn acts(page: &Page) -> impl IntoView + use<> {
    // What is one process has none compiled in.
    let bugs = (!page.ground.one_process)
        .then(|| view! { <button class="quiet" id="b-bug">{sign("s-bug")}{text(page, "deck.bug")}</button> });
    view! {
        <div class="group acts" hidden=!page.presenter>
            <button class="quiet" id="b-all">{sign("s-killed")}{text(page, "deck.all")}</button>
            {bugs}
            <button class="filled" id="b-prove" data-t="deck.prove">{label(page, "deck.prove")}</button>
        </div>
    }
}

fn tools(page: &Page) -> impl IntoView + use<> {
    let other = page.lang.other().tag();
    view! {
        <div class="group tools">
            <button class="tool" id="b-lang" data-t="deck.lang" lang=other>{label(page, "deck.lang")}</button>
            <button class="tool" id="b-theme" data-l="deck.theme" aria-label=label(page, "deck.theme")>{sign("i-room")}</button>
            <button class="tool" id="b-list" data-l="deck.list" aria-label=label(page, "deck.list") aria-expanded="false" aria-controls="list">{sign("i-list")}</button>
            <button class="tool" id="b-save" data-l="deck.save" aria-label=label(page, "deck.save")>{sign("i-save")}</button>
            <button class="tool" id="b-desk" data-l="deck.script" aria-label=label(page, "deck.script") hidden=!page.presenter>{sign("i-desk")}</button>
        </div>
    }
}
