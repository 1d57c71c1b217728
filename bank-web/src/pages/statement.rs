//! `/statement`: every movement by day, with what it left; all, in, or out.

use leptos::prelude::*;

use super::outcome::TransferSlip;
use crate::{
    model::{Day, Statement},
    parts::{Account, LiveWord, OwnKeys, PageHead, StatementRow, lang},
};

pub fn statement(page: Statement) -> impl IntoView {
    let lang = lang();
    let filters = [
        ("all", "/statement", lang.say("stmt.all")),
        ("in", "/statement?direction=in", lang.say("stmt.in")),
        ("out", "/statement?direction=out", lang.say("stmt.out")),
    ];
    let direction = page.direction.clone();
    let filter = move |(word, href, words): (&'static str, &'static str, &'static str)| {
        view! { <a href=href aria-current=(direction == word).then_some("true")>{words}</a> }
    };
    let days = match (page.days.is_empty(), page.direction.as_str()) {
        (true, "out") => view! {
            <div class="empty">
                <h2>{lang.say("stmt.empty.out")}</h2>
                <a class="btn tint" href="/pix/send">{lang.say("send.title")}</a>
            </div>
        }
        .into_any(),
        (true, _) => view! {
            <div class="empty">
                <h2>{lang.say("stmt.empty.in")}</h2>
                <p>{lang.say("stmt.empty.in.text")}</p>
                <a class="btn tint" href="/pix/keys">{lang.say("stmt.keys")}</a>
            </div>
        }
        .into_any(),
        _ => page.days.into_iter().map(day).collect_view().into_any(),
    };
    let end = match page.older {
        Some(href) => view! { <a class="btn tint full" href=href>{lang.say("stmt.older")}</a> }.into_any(),
        None => view! { <p class="soft end"><small>{lang.say("stmt.end")}</small></p> }.into_any(),
    };
    let chosen = page.chosen.map(|transfer| {
        let href = format!("/transfers/{}", transfer.end_to_end_id);
        view! {
            <TransferSlip transfer/>
            <a class="btn tint full" href=href>{lang.say("stmt.open")}</a>
        }
    });
    let newest = page.newest;
    view! {
        <Account here="/statement">
            <div class="cols">
                <div class="stmt">
                    <PageHead title=lang.say("stmt.title").to_owned()>
                        {newest.then(|| view! { <LiveWord class="live page-live"/> })}
                    </PageHead>
                    <nav class="seg" aria-label=lang.say("stmt.filter")>{filters.map(filter).collect_view()}</nav>
                    {days}
                    <div class="after">{end}</div>
                </div>
                <aside class="aside wide" aria-label=lang.say("stmt.chosen")>
                    {chosen}
                    <OwnKeys keys=page.keys/>
                </aside>
            </div>
        </Account>
    }
}

fn day(day: Day) -> impl IntoView {
    let id = format!("day-{}", day.id);
    let movements = day.movements;
    let balance = day.balance.map(|balance| {
        view! { <small>{lang().say("stmt.balance")}" "<span class="money">{balance}</span></small> }
    });
    view! {
        <section class="day" aria-labelledby=id.clone()>
            <header class="day-head">
                <h2 id=id.clone()>{day.title}</h2>
                {balance}
            </header>
            <ol class="rows">
                <For each=move || movements.clone() key=Clone::clone let:movement>
                    <StatementRow movement/>
                </For>
            </ol>
        </section>
    }
}
