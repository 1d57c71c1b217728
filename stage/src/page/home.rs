//! What everybody may take home: the last certificate, on paper if need be, and the recording.

use leptos::prelude::*;

use super::{
    phone::Frame,
    texts::Lang,
    words::{count, reais},
};
use crate::journal::{Certificate, Claim, Ground};

/// All that the page is drawn from.
pub struct Home {
    pub lang: Lang,
    pub ground: Ground,
    pub files: String,
    /// The last one.
    pub proof: Option<Certificate>,
}

impl Home {
    /// The whole document.
    pub fn html(&self) -> String {
        let lang = self.lang;
        let title = lang.say("home.title");
        let frame = Frame { lang, title, files: &self.files, script: None, lives: false, mark: None };
        let paper = self.proof.as_ref().map(|proof| self.paper(proof));
        let none = self.proof.is_none().then(|| view! { <p>{lang.say("home.none")}</p> });
        frame.html(view! {
            <main class="home">
                <h1>{title}</h1>
                {paper}
                {none}
                <section class="take">
                    <h2>{lang.say("home.recording")}</h2>
                    <p>{lang.say("home.recording.sub")}</p>
                    <p class="links">
                        <a class="filled" href="/recording">{lang.say("home.watch")}</a>
                        <a class="quiet" href="/recording" download="codepix.html">{lang.say("home.keep")}</a>
                    </p>
                </section>
            </main>
        })
    }

    fn paper(&self, proof: &Certificate) -> impl IntoView + use<> {
        let lang = self.lang;
        let class = if proof.sound { "paper" } else { "paper broken" };
        let holds = proof.claims.iter().filter(|claim| claim.wrong.is_empty()).count();
        let (n, m) = (holds.to_string(), proof.claims.len().to_string());
        let claims: Vec<_> = proof.claims.iter().map(|claim| rule(lang, claim)).collect();
        let when = proof.at.strftime("%d/%m/%Y %H:%M:%S UTC").to_string();
        let took = match proof.seconds {
            short if short < 1.0 => format!("{:.0} ms", (short * 1000.0).ceil()),
            long => format!("{long:.1} s").replace('.', ","),
        };
        let took = lang.fill("cert.took", &[("s", &took)]);
        let seed = proof.seed.map(|seed| view! { <dt>{lang.say("cert.seed")}</dt><dd>{seed}</dd> });
        view! {
            <article class=class>
                <p class="small">{lang.say("cert.title")}" · "{self.ground.name.clone()}</p>
                <h2>{lang.say(if proof.sound { "cert.sound" } else { "cert.broken" })}</h2>
                <p>{lang.fill("cert.rules", &[("n", &n), ("m", &m)])}", "{took}</p>
                <p class="small">{when}</p>
                <ul class="rules">{claims}</ul>
                <dl>{figures(lang, proof)}{seed}<dt>"sha-256"</dt><dd class="mono">{proof.sha256.clone()}</dd></dl>
            </article>
        }
    }
}

fn rule(lang: Lang, claim: &Claim) -> impl IntoView + use<> {
    let holds = claim.wrong.is_empty();
    let words = lang.say(&format!("rule.{}", claim.name)).to_owned();
    let found: Vec<_> = claim.wrong.iter().map(|wrong| view! { <small>{wrong.clone()}</small> }).collect();
    let sign = if holds { "✓" } else { "✗" };
    let of = lang.fill("cert.of", &[("n", &count(lang, claim.counts))]);
    view! {
        <li class=if holds { "holds" } else { "fails" }>
            <i aria-hidden="true">{sign}</i>
            <span><span class="vh">{lang.say(if holds { "home.holds" } else { "home.fails" })}": "</span>{words}<small>{of}</small>{found}</span>
        </li>
    }
}

fn figures(lang: Lang, proof: &Certificate) -> impl IntoView + use<> {
    let it = &proof.figures;
    let [a, c, r, w] = [it.transfers, it.completed, it.refunded, it.waiting].map(|n| count(lang, n));
    let pix = lang.fill("cert.figures.of", &[("a", &a), ("c", &c), ("r", &r), ("w", &w)]);
    let [i, held, way] = [it.issued_cents, it.with_customers_cents, it.underway_cents].map(reais);
    let adds_up = it.issued_cents == it.with_customers_cents + it.underway_cents;
    let key = if adds_up { "cert.money.of" } else { "cert.money.not" };
    let money = lang.fill(key, &[("i", &i), ("c", &held), ("w", &way)]);
    view! { <dt>{lang.say("cert.figures")}</dt><dd>{pix}</dd><dt>{lang.say("cert.money")}</dt><dd>{money}</dd> }
}
