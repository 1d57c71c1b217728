//! `/statement`: every movement by day, with the balance after it; all, in, or out.

use leptos::prelude::*;

use super::{Day, Statement};
use crate::components::{
    AccountLayout, Amount, HideAmounts, LiveStatus, OwnKeys, PageHead, StatementRow, TransferSlip, lang,
    one_of,
};

pub fn statement(page: Memo<Statement>) -> impl IntoView {
    let lang = lang();
    let filters = [
        ("all", "/statement", lang.say("stmt.all")),
        ("in", "/statement?direction=in", lang.say("stmt.in")),
        ("out", "/statement?direction=out", lang.say("stmt.out")),
    ];
    let (direction, newest) = page.with_untracked(|page| (page.direction.clone(), page.newest));
    let all = filters.iter().find(|(word, ..)| *word == direction).map_or("/statement", |(_, href, _)| *href);
    let latest = (!newest).then(|| view! { <p><a class="latest" href=all>{lang.say("stmt.newest")}</a></p> });
    let chosen_filter = direction.clone();
    let filter = move |(word, href, words): (&'static str, &'static str, &'static str)| {
        view! { <a href=href aria-current=(chosen_filter == word).then_some("true")>{words}</a> }
    };
    let empty = Memo::new(move |_| page.with(|page| page.days.is_empty()));
    let matter = move || if empty.get() { nothing(&direction).into_any() } else { days(page).into_any() };
    let older = Memo::new(move |_| page.with(|page| page.older.clone()));
    let end = move || match older.get() {
        Some(href) => view! { <a class="btn tint full" href=href>{lang.say("stmt.older")}</a> }.into_any(),
        None => view! { <p class="soft end"><small>{lang.say("stmt.end")}</small></p> }.into_any(),
    };
    let transfer = Memo::new(move |_| page.with(|page| page.chosen.clone()));
    let chosen = move || {
        transfer.get().map(|transfer| {
            let href = format!("/transfers/{}", transfer.end_to_end_id);
            view! {
                <TransferSlip transfer/>
                <a class="btn tint full" href=href>{lang.say("stmt.open")}</a>
            }
        })
    };
    let was_chosen = Memo::new(move |_| page.with(|page| page.was_chosen));
    let aside = move || lang.say(if was_chosen.get() { "stmt.chosen.one" } else { "stmt.chosen" });
    let keys = Memo::new(move |_| page.with(|page| page.keys.clone()));
    let as_of = Signal::derive(move || page.with(|page| page.as_of.clone()));
    view! {
        <AccountLayout here="/statement">
            <div class="cols">
                <div class="stmt">
                    <PageHead title=lang.say("stmt.title").to_owned()>
                        <HideAmounts/>
                    </PageHead>
                    {newest.then(|| view! { <p class="heard"><LiveStatus class="live page-live" as_of/></p> })}
                    <nav class="seg" aria-label=lang.say("stmt.filter")>{filters.map(filter).collect_view()}</nav>
                    {latest}
                    {matter}
                    <div class="after">{end}</div>
                </div>
                <aside class="aside wide" aria-label=aside>
                    {chosen}
                    {move || view! { <OwnKeys keys=keys.get()/> }}
                </aside>
            </div>
        </AccountLayout>
    }
}

fn nothing(direction: &str) -> impl IntoView {
    let lang = lang();
    match direction {
        "out" => view! {
            <div class="empty">
                <h2>{lang.say("stmt.empty.out")}</h2>
                <a class="btn tint" href="/pix/send">{lang.say("send.title")}</a>
            </div>
        }
        .into_any(),
        _ => view! {
            <div class="empty">
                <h2>{lang.say("stmt.empty.in")}</h2>
                <p>{lang.say("stmt.empty.in.text")}</p>
                <a class="btn tint" href="/pix/keys">{lang.say("stmt.keys")}</a>
            </div>
        }
        .into_any(),
    }
}

fn days(page: Memo<Statement>) -> impl IntoView {
    view! {
        <For each=move || page.with(|page| page.days.clone()) key=|day| day.id.clone() let:day>
            {one_day(page, day)}
        </For>
    }
}

/// The element of a day stays the same when movements are added to it.
fn one_day(page: Memo<Statement>, first: Day) -> impl IntoView {
    let lang = lang();
    let day = first.id.clone();
    let now = Memo::new(move |last: Option<&Day>| {
        let now = page.with(|page| page.days.iter().find(|now| now.id == day).cloned());
        now.or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let id = now.with_untracked(|day| format!("day-{}", day.id));
    let title = move || now.with(|day| day.title.clone());
    let balance = Memo::new(move |_| now.with(|day| day.balance.clone()));
    let balance = move || {
        balance.get().map(|balance| {
            view! { <small>{lang.say("stmt.balance")}" "<span class="money"><Amount words=balance/></span></small> }
        })
    };
    let detail_prefix = Memo::new(move |_| page.with(|page| page.detail_prefix.clone()));
    let chosen = Memo::new(move |_| {
        page.with(|page| page.chosen.as_ref().map(|transfer| transfer.end_to_end_id.clone()))
    });
    let movement =
        move |id: &str| now.with(|day| day.movements.iter().find(|movement| movement.id == id).cloned());
    view! {
        <section class="day" aria-labelledby=id.clone()>
            <header class="day-head"><h2 id=id.clone()>{title}</h2>{balance}</header>
            <ol class="rows">
                <For each=move || now.with(|day| day.movements.clone()) key=|movement| movement.id.clone()
                    let:each>
                    <StatementRow movement=one_of(movement, each) detail_prefix chosen/>
                </For>
            </ol>
        </section>
    }
}
