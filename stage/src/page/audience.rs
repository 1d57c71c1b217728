//! The phone's page: first a name, then an account in a bank's colours, and everybody whom one can pay.

use leptos::prelude::*;

use super::{
    audience_parts as parts,
    phone::{Frame, bank},
    texts::Lang,
};
use crate::{
    audience::{GivenName, Mine, News},
    journal::Ground,
};

/// All that a phone's page is drawn from.
pub struct Phone {
    pub lang: Lang,
    pub ground: Ground,
    pub files: String,
    /// None for who has no seat yet.
    pub news: Option<News>,
    /// A name for who joins.
    pub offered: &'static str,
    /// Of the next tap.
    pub order: String,
    /// There are banks to join.
    pub open: bool,
    /// Why the last thing was not done.
    pub refused: Option<&'static str>,
}

impl Phone {
    /// The whole document.
    pub fn html(&self) -> String {
        match self.news.as_ref().and_then(|news| Some((news, news.mine.as_ref()?))) {
            Some((news, mine)) => self.customer(news, mine),
            None => self.door(),
        }
    }

    fn frame(&self, mark: Option<String>) -> Frame<'_> {
        Frame {
            lang: self.lang,
            title: self.lang.say("aud.title"),
            files: &self.files,
            script: mark.is_some().then_some("audience.js"),
            lives: mark.is_some(),
            mark,
        }
    }

    fn refusal(&self) -> impl IntoView + use<> {
        let refused = self.refused;
        view! { <p class="said" id="said" role="status">{refused}</p> }
    }

    fn door(&self) -> String {
        let lang = self.lang;
        let banks: Vec<_> = self.ground.banks.iter().map(|bank| bank.name.clone()).collect();
        let whose = lang.fill("aud.join.become", &[("banks", &banks.join(lang.say("aud.or")))]);
        let faces: Vec<_> = (0..self.ground.banks.len()).map(|at| self.mark(at)).collect();
        let form = self.open.then(|| {
            view! {
                <form class="join" method="post" action="/join">
                    <label for="name">{lang.say("aud.join.name")}</label>
                    <input id="name" name="name" value=self.offered required maxlength=GivenName::MAX_CHARACTERS autocomplete="given-name" autocapitalize="words" spellcheck="false"/>
                    <button class="filled">{lang.say("aud.join.enter")}</button>
                    <p class="small">{lang.say("aud.join.play")}</p>
                </form>
            }
        });
        let closed = (!self.open).then(|| view! { <p>{lang.say("aud.no.banks")}</p> });
        let refusal = self.refusal();
        self.frame(None).html(view! {
            <main class="door">
                <p class="marks" aria-hidden="true">{faces}</p>
                <h1>{lang.say("aud.join.title")}</h1>
                <p>{whose}</p>
                {refusal}
                {form}
                {closed}
            </main>
        })
    }

    fn mark(&self, at: usize) -> impl IntoView + use<> {
        let mark = self.ground.banks.get(at).map(|bank| bank.mark.clone()).unwrap_or_default();
        view! { <i class=format!("mark {mark}")></i> }
    }

    fn customer(&self, news: &News, mine: &Mine) -> String {
        let lang = self.lang;
        let name = bank(&self.ground, mine.who.bank).map(|(bank, _)| bank.name.clone()).unwrap_or_default();
        let mark = bank(&self.ground, mine.who.bank).map(|(bank, _)| bank.mark.clone());
        let (face, sign) = (parts::face(&self.ground, &mine.who, false), self.mark(mine.who.bank));
        let (shown, rows) = (
            parts::mine(lang, &self.ground, mine),
            parts::rows(lang, &self.ground, &news.people, mine.who.bank),
        );
        let (refusal, order) = (self.refusal(), self.order.clone());
        self.frame(mark).html(view! {
            <header class="me">
                <div class="bank">{sign}<span>{name}</span></div>
                <div class="who"><div class="mine-face" inner_html=face></div><h1>{mine.who.name.clone()}</h1></div>
            </header>
            <main>
                {refusal}
                <div id="mine" inner_html=shown></div>
                <form method="post" action="/join/send" id="send" data-known=news.known>
                    <input type="hidden" name="order" value=order/>
                    <h2>{lang.say("aud.send")}</h2>
                    <ul class="people" id="people" inner_html=rows></ul>
                    <p class="small alone">{lang.say("aud.alone")}</p>
                </form>
            </main>
            <p class="away" id="away" role="status" hidden>{lang.say("aud.away")}</p>
            <footer class="small">{lang.say("aud.play")}</footer>
        })
    }
}
