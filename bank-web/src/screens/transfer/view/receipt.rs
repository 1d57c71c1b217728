//! `/transfers/{end_to_end_id}`: the receipt, the same for payer and payee, and the steps. Where the money has not
//! arrived it shows details instead, which must not look like a proof of payment.

use leptos::prelude::*;

use crate::{
    components::{
        AccountLayout, CopyButton, NoteBox, PageHead, PartyFacts, PrintButton, Timeline, Transfer, breakable,
        frame, icon, lang,
    },
    form::{Note, Tone},
    texts::Lang,
};

pub fn receipt(page: Transfer) -> impl IntoView {
    let frame = frame();
    let lang = frame.lang;
    let party = |label: &'static str, party: PartyFacts| {
        view! { <div><h2>{label}</h2><p><b>{breakable(&party.name)}</b></p><p class="soft">{party.more}</p></div> }
    };
    let message = page
        .description
        .clone()
        .map(|words| view! { <div><dt>{lang.say("fact.message")}</dt><dd>{words}</dd></div> });
    let text = as_text(&page, lang);
    let again = page
        .again
        .map(|(href, words)| view! { <section><a class="btn tint full" href=href>{words}</a></section> });
    let (arrived, refused) = (page.tone == Tone::Ok, page.tone == Tone::No);
    let title = if arrived { lang.say("receipt.title") } else { lang.say("result.facts") };
    let why = page.reason.clone().map(|why| {
        let note = Note::new(Tone::No, "alert", lang.say("receipt.refused"), why);
        view! { <div class="why"><NoteBox note=Some(note)/></div> }
    });
    let bank = lang.fill("receipt.bank", &[("code", &frame.site.code)]);
    let fiction = lang.fill("welcome.fiction", &[("bank", &frame.site.name)]);
    let paper_title =
        arrived.then(|| view! { <p class="print-only title">{lang.say("receipt.print.title")}</p> });
    let check = (page.tone == Tone::Ok).then(|| icon("check", "s"));
    view! {
        <AccountLayout here="/statement">
            <div class="cols">
                <div class="flow">
                    <PageHead title=title.to_owned() back="/statement"/>
                    <div class="slip-wrap">
                        <article class="slip" aria-labelledby="what">
                            {paper_title}
                            <div class="slip-head">
                                <span class="brand"><span class="mark" aria-hidden="true"></span>{frame.site.name}</span>
                                <span class=format!("chip {}", page.tone.class()) role="status">{check}{page.status}</span>
                            </div>
                            <p class="soft what-for" id="what">{page.title}</p>
                            <p class="total money" class:void=refused>{page.amount}</p>
                            <p class="soft">{page.when_long}</p>
                            {why}
                            <div class="parties">
                                {party(lang.say("fact.from"), page.payer)}
                                {party(lang.say("fact.to"), page.payee)}
                            </div>
                            <dl class="facts">
                                <div><dt>{lang.say("fact.key")}</dt><dd>{breakable(&page.key)}</dd></div>
                                {message}
                                <div><dt>{lang.say("fact.fee")}</dt><dd class="money">"R$\u{a0}0,00"</dd></div>
                            </dl>
                            {end_to_end_id(page.end_to_end_id)}
                            <p class="soft slip-foot"><small>{bank}" · "{fiction}</small></p>
                        </article>
                    </div>
                    <div class="actions no-print after-slip">
                        {arrived.then(|| view! { <PrintButton/> })}
                        <CopyButton text label=String::new() done=lang.say("receipt.copied")
                            words=lang.say("receipt.copy")/>
                    </div>
                </div>
                <aside class="aside" aria-label=lang.say("receipt.progress")>
                    <section class="stack l">
                        <h2>{lang.say("receipt.progress")}</h2>
                        <Timeline steps=page.steps/>
                    </section>
                    {again}
                </aside>
            </div>
        </AccountLayout>
    }
}

/// The receipt in a few lines, to copy.
fn as_text(page: &Transfer, lang: Lang) -> String {
    format!(
        "{} {}\n{}\n{}: {}\n{}: {}\n{}: {}",
        page.title,
        page.amount,
        page.when,
        lang.say("fact.from"),
        page.payer.name,
        lang.say("fact.to"),
        page.payee.name,
        lang.say("receipt.id"),
        page.end_to_end_id,
    )
}

fn end_to_end_id(id: String) -> impl IntoView {
    let lang = lang();
    view! {
        <div class="slip-id">
            <p class="soft"><small>{lang.say("receipt.id")}</small></p>
            <div class="e2e">
                <code>{id.clone()}</code>
                <CopyButton text=id label=lang.say("receipt.copy.id").to_owned()
                    done=lang.say("receipt.copied")/>
            </div>
        </div>
    }
}
