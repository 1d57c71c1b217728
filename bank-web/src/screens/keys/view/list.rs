//! `/pix/keys`: the list.

use leptos::prelude::*;

use super::help::Help;
use crate::{
    components::{AccountLayout, CopyButton, KeyRow, NoteBox, PageHead, breakable, icon, key_icon, lang},
    format::url_encoded,
    screens::keys::KeysPage,
};

pub fn keys(page: KeysPage) -> impl IntoView {
    let lang = lang();
    let add = page.may_add.then(|| {
        view! { <a class="btn s" href="/pix/keys/new">{icon("plus", "s")}{lang.say("keys.add")}</a> }
    });
    let list = if page.keys.is_empty() {
        view! {
            <div class="empty">
                <h2>{lang.say("keys.empty.title")}</h2>
                <p>{lang.say("keys.empty.text")}</p>
                <a class="btn tint" href="/pix/keys/new">{lang.say("home.newkey")}</a>
            </div>
        }
        .into_any()
    } else {
        view! {
            <p class="soft count">{page.count}</p>
            <ul class="rows">{page.keys.into_iter().map(row).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <AccountLayout here="/pix/keys">
            <div class="cols">
                <div>
                    <PageHead title=lang.say("keys.title").to_owned()>{add}</PageHead>
                    <NoteBox note=page.note/>
                    {list}
                </div>
                <Help/>
            </div>
        </AccountLayout>
    }
}

fn row(row: KeyRow) -> impl IntoView {
    let lang = lang();
    let words = format!("{} · {}", row.kind_name, row.since);
    let class = (row.kind == "random").then_some("mono");
    let name = row.shown.as_deref().map(breakable);
    let actions = match (row.waits, row.shown) {
        (Some(waits), _) => view! { <span class="chip wait">{waits}</span> }.into_any(),
        (None, None) => ().into_any(),
        (None, Some(shown)) => view! {
            <span class="row-actions">
                <CopyButton text=row.key.clone() label=lang.fill("keys.copy", &[("key", &shown)])
                    done=lang.say("keys.copied")/>
                <a class="icon-btn" href=format!("/pix/keys/remove?key={}", url_encoded(&row.key))
                    aria-label=lang.fill("keys.remove", &[("key", &shown)])>{icon("trash", "")}</a>
            </span>
        }
        .into_any(),
    };
    view! {
        <li class="row keyrow">
            <span class="badge">{icon(key_icon(&row.kind), "")}</span>
            <span class="what"><b class=class>{name}</b><small>{words}</small></span>
            {actions}
        </li>
    }
}
