//! The presenter's phone: what the scene is and what to press, large enough for a thumb. Every button is a form of its own,
//! so that it works without scripts too.

use leptos::prelude::*;

use super::{phone::Frame, texts::Lang, words::count};
use crate::journal::{Certificate, Ground, ProcessState};

/// The scenes there are; the free stage, 0, is before them.
const LAST: u8 = 10;

/// All that the remote is drawn from.
pub struct Remote {
    pub lang: Lang,
    pub ground: Ground,
    pub files: String,
    /// The present one, from 1; 0 on the free stage.
    pub scene: u8,
    pub hub: ProcessState,
    /// The last one.
    pub proof: Option<Certificate>,
}

impl Remote {
    /// The whole document.
    pub fn html(&self) -> String {
        let lang = self.lang;
        let frame = Frame {
            lang,
            title: lang.say("remote.title"),
            files: &self.files,
            script: Some("remote.js"),
            lives: true,
            mark: None,
        };
        let (scene, acts) = (self.scene(), self.acts());
        frame.html(view! {
            <main class="remote" id="remote" data-scene=self.scene.to_string()>
                {scene}
                {acts}
            </main>
            <p class="said" id="said" role="status"></p>
            <p class="away" id="away" role="status" hidden>{lang.say("aud.away")}</p>
        })
    }

    fn say(&self, key: &str) -> String {
        let right = self.ground.banks.last().map(|bank| bank.name.as_str()).unwrap_or_default();
        let (n, last) = (self.scene.to_string(), LAST.to_string());
        self.lang.fill(key, &[("right", right), ("n", &n), ("m", &last)])
    }

    fn scene(&self) -> impl IntoView + use<> {
        let note = (self.scene > 0).then(|| {
            let text = |what: &str| self.say(&format!("note.{}.{what}", self.scene));
            view! {
                <p class="small">{self.say("script.scene")}</p>
                <h1>{self.say(&format!("scene.{}", self.scene))}</h1>
                <p class="note">{text("say")}</p>
                <p class="press"><b>{self.say("script.press")}</b>" "{text("press")}</p>
                <p class="small">{self.say("script.until")}": "{text("until")}</p>
            }
        });
        let free = (self.scene == 0).then(|| view! { <h1>{self.say("remote.free")}</h1> });
        view! { <section>{note}{free}</section> }
    }

    fn acts(&self) -> impl IntoView + use<> {
        let act = |to: String, key: &'static str, class: &'static str, can: bool| {
            let words = self.lang.say(key);
            view! { <form method="post" action=to><button class=class disabled=!can>{words}</button></form> }
        };
        let to = |scene: u8| format!("/scene/{scene}");
        let (next, back) = (self.scene < LAST, self.scene > 0);
        let hub = match self.hub {
            ProcessState::Up | ProcessState::Wiped => ("/plugs/hub/kill", "remote.kill"),
            ProcessState::Frozen => ("/plugs/hub/thaw", "remote.start"),
            ProcessState::Killed | ProcessState::Stopped => ("/plugs/hub/start", "remote.start"),
        };
        let found = self.proof.as_ref().map(|proof| {
            let key = if proof.sound { "cert.sound" } else { "cert.broken" };
            let transfers = count(self.lang, proof.figures.transfers);
            view! { <p class="found" role="status">{self.lang.say(key)}" "{self.lang.fill("remote.read", &[("n", &transfers)])}</p> }
        });
        view! {
            <section class="acts">
                {act(to(self.scene.saturating_add(1).min(LAST)), "remote.next", "filled wide", next)}
                {act(to(self.scene.saturating_sub(1)), "remote.back", "quiet", back)}
                {act("/prove".to_owned(), "deck.prove", "quiet", true)}
                {act(hub.0.to_owned(), hub.1, "danger wide", true)}
                {found}
            </section>
        }
    }
}
