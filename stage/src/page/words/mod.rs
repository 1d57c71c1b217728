//! The same truth in words: the money, who is up, what is on its way, what happened last. Below the picture in small
//! windows, instead of it without scripts.

mod figures;
mod log;
mod now;
mod seen;
mod sums;

use leptos::prelude::*;

use super::{
    Page,
    parts::{foot, label},
};
pub use figures::{count, reais};
use seen::Seen;
use sums::{count_words, sum_words};

/// The list, as of the page's journal. The script keeps it up to date; without it the page is read again.
pub fn list(page: &Page) -> impl IntoView + use<> {
    let seen = Seen::of(page);
    let sums: Vec<_> =
        seen.money.iter().flat_map(|money| [sum_words(&seen, money), count_words(&seen, money)]).collect();
    let sums: Vec<_> = sums.into_iter().map(|words| view! { <span>{words}</span><br/> }).collect();
    let item = |words: String| view! { <li>{words}</li> };
    let now: Vec<_> = seen.nodes().chain(seen.lines_hurt()).chain(seen.on_the_way()).map(item).collect();
    let log: Vec<_> =
        page.recent.iter().rev().filter_map(|line| log::words(&seen, &line.entry)).map(item).collect();
    view! {
        <section class="list" id="list" data-l="page.list" aria-label=label(page, "page.list") hidden>
            <h2 data-t="page.list">{label(page, "page.list")}</h2>
            <noscript><p>{label(page, "page.noscript")}</p></noscript>
            {foot(page)}
            <p id="list-sum">{sums}</p>
            <h3 data-t="list.now">{label(page, "list.now")}</h3>
            <ul id="list-now">{now}</ul>
            <h3 data-t="deck.journal">{label(page, "deck.journal")}</h3>
            <ol id="list-log">{log}</ol>
        </section>
    }
}
