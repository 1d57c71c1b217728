//! The page of a receipt: the verdict, then three questions that a clerk can tick.

use leptos::prelude::*;

use super::{Paid, Proof, Verdict};
use crate::components::{InMemory, frame, icon, lang, with_bold};

pub fn proof(page: Proof) -> AnyView {
    let (lang, bank) = (lang(), frame().site.name);
    let Proof { verdict, paid, asked, host } = page;
    let known = paid.is_some();
    let (back, rest) = paid.as_ref().and_then(|paid| paid.back.clone()).unwrap_or_default();
    let address = host.clone();
    view! {
        <a class="skip" href="#main">{lang.say("nav.skip")}</a>
        <div class="proof" data-state=verdict.state()>
            <header class="proof-bar">
                <span class="brand"><span class="mark" aria-hidden="true"></span><span>{bank.clone()}</span></span>
                <span class="addr">
                    {icon("lock", "s")}<span><span>{lang.say("proof.addr")}" "</span><b>{address}</b></span>
                </span>
            </header>
            <main class="proof-body" id="main" tabindex="-1">
                <section class="verdict" role="status">
                    <span class="stamp">{icon(verdict.icon(), "")}</span>
                    <Words verdict back rest/>
                </section>
                <div class="proof-main">
                    {paid.map(|paid| view! { <Questions paid=paid.clone() void={verdict == Verdict::Back}/> <Payer paid/> })}
                    {(!known).then(|| view! { <Advice/> })}
                    <div class="asked">
                        <p class="heard">{asked}</p>
                        <p class="soft">{lang.say("proof.notpicture")}</p>
                        <a class="quiet" href="">{lang.say("proof.again")}</a>
                    </div>
                    <details>
                        <summary><span>{lang.fill("proof.real", &[("bank", &bank)])}</span></summary>
                        <p class="soft"><small>{with_bold(&lang.fill("proof.real.text", &[("host", &host)]), &host)}</small></p>
                    </details>
                    <p class="foot">{lang.fill("proof.fiction", &[("bank", &bank)])}</p>
                    <InMemory/>
                </div>
            </main>
        </div>
    }
    .into_any()
}

#[component]
fn Words(verdict: Verdict, back: String, rest: String) -> AnyView {
    let (lang, bank) = (lang(), frame().site.name);
    let (title, text) = match verdict {
        Verdict::Done => ("status.completed", "proof.done"),
        Verdict::Travelling => ("proof.travel.title", "proof.travel"),
        Verdict::Back => ("proof.back.title", "proof.back"),
        Verdict::Part => ("proof.part.title", "proof.part"),
        Verdict::Unknown => ("proof.no.title", "proof.no"),
        Verdict::Silent => ("proof.silent.title", "proof.silent"),
    };
    let text = lang.fill(text, &[("bank", &bank), ("back", &back), ("rest", &rest)]);
    view! { <div><h1>{lang.say(title)}</h1><p>{text}</p></div> }.into_any()
}

#[component]
fn Questions(paid: Paid, void: bool) -> AnyView {
    let lang = lang();
    let payee = if paid.payee.is_empty() { lang.say("proof.payee.unknown").to_owned() } else { paid.payee };
    view! {
        <dl class="three">
            <div>
                <dt>{lang.say("proof.q.amount")}</dt>
                <dd class="v money"><span class:void=void>{paid.amount}</span></dd>
            </div>
            <div><dt>{lang.say("proof.q.payee")}</dt><dd>{payee}<small class="num">{paid.payee_more}</small></dd></div>
            <div>
                <dt>{lang.say("proof.q.when")}</dt>
                <dd><span class:old=paid.old>{paid.ago}</span><small class="num">{paid.when}</small></dd>
            </div>
        </dl>
    }
    .into_any()
}

#[component]
fn Payer(paid: Paid) -> AnyView {
    let lang = lang();
    view! {
        <dl class="facts">
            <div>
                <dt>{lang.say("proof.payer")}</dt>
                <dd>{paid.payer}<small class="soft num">{paid.payer_more}</small></dd>
            </div>
            <div>
                <dt>{lang.say("proof.id")}</dt>
                <dd><span class="mono">"…"{paid.id_end}</span><small class="soft">{lang.say("proof.id.text")}</small></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// Where nothing proves a payment.
#[component]
fn Advice() -> AnyView {
    let lang = lang();
    let step = |title: &'static str, text: &'static str| {
        view! { <li><div><b>{lang.say(title)}</b><p>{lang.say(text)}</p></div></li> }
    };
    view! {
        <section class="stack" aria-labelledby="advice">
            <h2 id="advice">{lang.say("proof.no.do")}</h2>
            <ol class="do">
                {step("proof.no.1", "proof.no.1.text")}
                {step("proof.no.2", "proof.no.2.text")}
                {step("proof.no.3", "proof.no.3.text")}
            </ol>
        </section>
    }
    .into_any()
}
