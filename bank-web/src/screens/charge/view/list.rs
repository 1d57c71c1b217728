//! All charges, each with a word for how it stands.

use leptos::prelude::*;

use crate::{
    components::{AccountLayout, PageHead, icon, lang},
    screens::charge::{ChargeRow, Charges},
};

pub fn charges(page: Charges) -> impl IntoView {
    let lang = lang();
    let filters = [
        ("", lang.say("charges.all")),
        ("open", lang.say("charges.f.open")),
        ("paid", lang.say("charges.f.paid")),
        ("expired", lang.say("charges.f.expired")),
        ("removed", lang.say("charges.f.cancelled")),
    ];
    let chosen = page.filter;
    let filter = move |(status, words): (&'static str, &'static str)| {
        let href = if status.is_empty() {
            "/pix/charges".to_owned()
        } else {
            format!("/pix/charges?status={status}")
        };
        view! { <a href=href aria-current=(chosen == status).then_some("true")>{words}</a> }
    };
    let rows = match page.rows.is_empty() {
        true => view! { <p class="soft">{lang.say("charges.none")}</p> }.into_any(),
        false => view! { <ul class="rows">{page.rows.into_iter().map(row).collect_view()}</ul> }.into_any(),
    };
    view! {
        <AccountLayout here="/pix">
            <div class="cols">
                <div>
                    <PageHead title=lang.say("charges.title").to_owned() back="/pix">
                        <a class="btn s" href="/pix/charge">{icon("plus", "s")}{lang.say("charge.title")}</a>
                    </PageHead>
                    <nav class="seg" aria-label=lang.say("charges.filter")>{filters.map(filter).collect_view()}</nav>
                    {rows}
                </div>
                <aside class="aside wide" aria-label=lang.say("charges.help.title")>
                    <section class="stack">
                        <h2>{lang.say("charges.help.title")}</h2>
                        <p class="soft"><small>{lang.say("charges.help")}</small></p>
                    </section>
                </aside>
            </div>
        </AccountLayout>
    }
}

fn row(row: ChargeRow) -> AnyView {
    let lang = lang();
    let (chip, badge) = row.state.classes();
    view! {
        <li>
            <a class="row" href=row.href>
                <span class=badge>{icon(row.state.icon(), "")}</span>
                <span class="what"><b>{row.title}</b><small>{row.when}</small></span>
                <span class="sum">
                    <span class="money">{row.amount.unwrap_or_else(|| lang.say("charge.any").to_owned())}</span>
                    <small><span class=chip>{row.state.words(lang)}</span></small>
                </span>
            </a>
        </li>
    }
    .into_any()
}
