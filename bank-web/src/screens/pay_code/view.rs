//! Who, how much, for what, and one button; or why not.

use leptos::prelude::*;

use super::{CodeRefused, PayCode};
use crate::{
    components::{AccountLayout, NoteBox, PageHead, TextField, frame, icon, lang},
    form::{Field, Note, Tone},
    format::pay_page,
    screens::{
        pix::this_payee,
        send::{AmountField, Draft, DraftSlip},
    },
};

pub fn pay_code(page: PayCode) -> impl IntoView {
    let lang = lang();
    let draft = page.draft.clone();
    let once = page.once.then(|| lang.say("code.single"));
    let payee = match draft.payee.clone() {
        Some(payee) => this_payee(payee),
        None => {
            let note = Note::new(Tone::Wait, "clock", lang.say("send.off.title"), lang.say("send.off.text"));
            view! { <p><b>{draft.key_shown.clone()}</b></p><NoteBox note=Some(note)/> }.into_any()
        }
    };
    let question = if draft.amount.is_some() { fixed(&page, payee) } else { open(&page, payee) };
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("code.title").to_owned() back="/pix"/>
                    {question}
                    <p class="soft after"><small>{lang.say("code.checked")}" "{once}</small></p>
                </div>
                <DraftSlip draft/>
            </div>
        </AccountLayout>
    }
}

/// The amount stands in the code.
fn fixed(page: &PayCode, payee: AnyView) -> AnyView {
    let frame = frame();
    let (lang, draft) = (frame.lang, &page.draft);
    let amount = draft.amount.clone().unwrap_or_default();
    let description = draft.description.clone().filter(|words| !words.is_empty());
    let description =
        description.map(|words| view! { <div><dt>{lang.say("code.desc")}</dt><dd>{words}</dd></div> });
    let due = page.due.clone().map(|due| view! { <div><dt>{lang.say("code.due")}</dt><dd>{due}</dd></div> });
    let account = format!("{} {}", lang.say("profile.number"), page.account);
    let after = page.after.clone().map(|left| {
        view! { <small class="soft">{lang.fill("code.after", &[("amount", &left)])}</small> }
    });
    let short = page.short.clone().map(|words| Note::new(Tone::No, "alert", lang.say("code.short"), words));
    let can_pay = page.short.is_none();
    let button = can_pay.then(|| {
        view! { <div class="stick"><button class="btn full">{lang.fill("code.pay", &[("amount", &amount)])}</button></div> }
    });
    view! {
        <div class="ask">
            <p class="soft">{lang.say("code.review")}</p>
            <div class="given">
                <p class="balance money"><span class="cur">"R$"</span>{draft.bare_amount().to_owned()}</p>
                <span class="chip">{icon("lock", "s")}{lang.say("code.fixed")}</span>
            </div>
        </div>
        {payee}
        <NoteBox note=short/>
        <dl class="facts spaced">
            {description}
            {due}
            <div><dt>{lang.say("fact.source")}</dt><dd>{account}{after}</dd></div>
        </dl>
        <form action="/pix/send">
            {hidden(draft, "pin")}
            <input type="hidden" name="amount" value=draft.bare_amount().to_owned()/>
            <input type="hidden" name="description" value=draft.description.clone()/>
            {button}
        </form>
    }
    .into_any()
}

/// The code leaves the amount to the payer.
fn open(page: &PayCode, payee: AnyView) -> AnyView {
    let (lang, draft) = (lang(), &page.draft);
    let description = draft.description.clone().unwrap_or_default();
    let hint = if description.is_empty() { "send.message.hint" } else { "code.desc.from" };
    view! {
        <div class="ask">{payee}</div>
        <form class="form" action="/pix/send" novalidate>
            {hidden(draft, "pin")}
            <h2>{lang.say("code.open.ask")}</h2>
            <AmountField field=Field::default() available=page.available.clone() first=true/>
            <TextField id="description" label=lang.say("send.message").to_owned() field=Field::of(description)
                hint=lang.say(hint).to_owned() optional=true maxlength=600/>
            <button class="btn full">{lang.say("send.check")}</button>
        </form>
    }
    .into_any()
}

fn hidden(draft: &Draft, step: &'static str) -> AnyView {
    let fields = [
        ("step", step.to_owned()),
        ("key", draft.key.clone()),
        ("entry", draft.entry.clone()),
        ("code", draft.code.clone()),
    ];
    let field = |(name, value)| view! { <input type="hidden" name=name value=value/> };
    fields.map(field).collect_view().into_any()
}

pub fn code_refused(page: CodeRefused) -> impl IntoView {
    let lang = lang();
    let again = match &page.again {
        Some(code) => (pay_page(code), lang.say("code.err.away.now")),
        None => ("/pix".to_owned(), lang.say("code.err.again")),
    };
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="flow">
                <PageHead title=lang.say("code.title").to_owned() back="/pix"/>
                <article class="refusal">
                    <div class="why">
                        <span class=page.refusal.class()>{icon(page.refusal.icon(), "")}</span>
                        <div><h2>{page.title}</h2><p>{page.text}</p></div>
                    </div>
                    <div class="actions">
                        <a class="btn" href=again.0>{again.1}</a>
                        <a class="btn line" href="/pix/scan">{lang.say("pix.scan")}</a>
                    </div>
                </article>
            </div>
        </AccountLayout>
    }
}
