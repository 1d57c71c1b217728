//! One charge: its code while it waits, who paid it, or why nobody can any more.

use leptos::prelude::*;

use crate::{
    components::{AccountLayout, CopyButton, ForAccount, PageHead, QrCode, breakable, icon, lang},
    screens::charge::{Charge, Payment},
};

pub fn charge(page: Charge) -> impl IntoView {
    let lang = lang();
    let (chip, _) = page.state.classes();
    let state = page.state;
    let top = match page.payments.last() {
        Some(last) if page.once => received(last.clone(), &page.balance),
        _ => wanted(&page),
    };
    let payments = (!page.once && !page.payments.is_empty()).then(|| payers(page.payments.clone()));
    let due = page.due.clone().map(|due| view! { <div><dt>{lang.say("code.due")}</dt><dd>{due}</dd></div> });
    let remove = page.is_open().then(|| cancel(&page.txid));
    view! {
        <AccountLayout here="/pix" alone=true>
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("charge.one").to_owned() back="/pix/charges">
                        <span class=chip>{icon(state.icon(), "s")}{state.words(lang)}</span>
                    </PageHead>
                    {top}
                    {payments}
                    <dl class="facts spaced">
                        {due}
                        <div><dt>{lang.say("charge.key")}</dt><dd>{breakable(&page.key_shown)}</dd></div>
                    </dl>
                    {remove}
                    <p class="after"><a class="btn line full" href="/pix/charge">{lang.say("charge.again")}</a></p>
                </div>
                <aside class="aside wide" aria-label=lang.say("charge.wait.title")>
                    <section class="stack">
                        <h2>{lang.say("charge.wait.title")}</h2>
                        <p class="soft"><small>{lang.say("charge.wait")}</small></p>
                    </section>
                    <section class="stack">
                        <h2>{lang.say("charge.twice.title")}</h2>
                        <p class="soft"><small>{lang.say("charge.twice")}</small></p>
                    </section>
                </aside>
            </div>
        </AccountLayout>
    }
}

fn wanted(page: &Charge) -> AnyView {
    let lang = lang();
    let amount = match page.amount.clone() {
        Some(amount) => {
            view! { <p class="balance money"><span class="cur">"R$"</span>{amount}</p> }.into_any()
        }
        None => view! { <p class="balance">{lang.say("charge.any")}</p> }.into_any(),
    };
    let heard = page.is_open().then(|| {
        view! {
            <p class="heard">{lang.fill("charge.heard", &[("time", &page.as_of)])}" "
                <a class="plain" href=format!("/pix/charges/{}", page.txid)>{lang.say("live.refresh")}</a></p>
        }
    });
    let code = page.code.clone();
    let qr = page.qr.clone().map(|qr| {
        view! {
            <QrCode qr label=lang.say("charge.qr")/>
            {heard}
            <div class="code-line">
                <code>{code.clone()}</code>
                <CopyButton text=code label=lang.say("charge.copy.label").to_owned() done=lang.say("charge.copied")/>
            </div>
        }
    });
    view! {
        <section class="qr-card">
            <div>{amount}<p class="soft">{page.text.clone()}</p></div>
            {qr}
        </section>
    }
    .into_any()
}

/// A charge that is paid once, and was.
fn received(payment: Payment, balance: &str) -> AnyView {
    let lang = lang();
    view! {
        <section class="qr-card" role="status">
            <span class="badge l in">{icon("check", "")}</span>
            <h2>{lang.fill("charge.paid", &[("name", &payment.short)])}</h2>
            <p class="balance money">{payment.amount}</p>
            <p class="soft">{lang.fill("charge.paid.text", &[("balance", balance)])}</p>
            <p><b>{payment.name}</b><br/><small class="soft num">{payment.more}" · "{payment.when}</small></p>
            <a class="btn tint" href=payment.href>{lang.say("charge.receipt")}</a>
        </section>
    }
    .into_any()
}

fn payers(payments: Vec<Payment>) -> AnyView {
    let row = |payment: Payment| {
        view! {
            <li>
                <a class="row" href=payment.href>
                    <span class="badge in">{icon("check", "")}</span>
                    <span class="what"><b>{payment.name}</b><small>{payment.when}</small></span>
                    <span class="sum"><span class="money">{payment.amount}</span></span>
                </a>
            </li>
        }
    };
    view! {
        <section class="after" aria-labelledby="payments">
            <h2 id="payments">{lang().say("charge.payments")}</h2>
            <ul class="rows">{payments.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn cancel(txid: &str) -> AnyView {
    view! {
        <form method="post" action=format!("/pix/charges/{txid}/remove")>
            <ForAccount/>
            <button class="btn danger full">{lang().say("charge.cancel")}</button>
        </form>
    }
    .into_any()
}
