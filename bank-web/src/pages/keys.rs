//! `/pix/keys`: one's own keys; and the question before one is removed.

use leptos::prelude::*;

use crate::{
    model::{KeyRow, KeysPage, RemoveKey},
    parts::{
        Account, CopyButton, ForAccount, NoteBox, PageHead, Submit, icon, key_icon, lang, send_once, written,
    },
    text::percent,
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
        <Account here="/pix/keys">
            <div class="cols">
                <div>
                    <PageHead title=lang.say("keys.title").to_owned()>{add}</PageHead>
                    <NoteBox note=page.note/>
                    {list}
                </div>
                <Help/>
            </div>
        </Account>
    }
}

fn row(row: KeyRow) -> impl IntoView {
    let lang = lang();
    let words = format!("{} · {}", row.kind_name, row.since);
    let class = (row.kind == "random").then_some("mono");
    let name = row.shown.as_deref().map(written);
    let actions = match (row.waits, row.shown) {
        (Some(waits), _) => view! { <span class="chip wait">{waits}</span> }.into_any(),
        (None, None) => ().into_any(),
        (None, Some(shown)) => view! {
            <span class="row-actions">
                <CopyButton text=row.key.clone() label=lang.fill("keys.copy", &[("key", &shown)])
                    done=lang.say("keys.copied")/>
                <a class="icon-btn" href=format!("/pix/keys/remove?key={}", percent(&row.key))
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

pub fn remove_key(page: RemoveKey) -> impl IntoView {
    let lang = lang();
    let send_once = send_once();
    view! {
        <Account here="/pix/keys">
            <div class="cols">
                <div class="flow">
                    <PageHead title=lang.say("keys.remove.title").to_owned() back="/pix/keys"/>
                    <NoteBox note=page.note/>
                    <div class="ask">
                        <h2>{written(&lang.fill("keys.remove.ask", &[("key", &page.shown)]))}</h2>
                        <p class="lead">{lang.say("keys.remove.text")}</p>
                    </div>
                    <form method="post" action="/pix/keys/remove" class="stack" on:submit=send_once>
                        <ForAccount/>
                        <input type="hidden" name="key" value=page.key/>
                        <Submit words=lang.say("keys.remove.yes").to_owned() class="btn danger full"/>
                        <a class="btn line full" href="/pix/keys">{lang.say("keys.remove.no")}</a>
                    </form>
                </div>
                <Help/>
            </div>
        </Account>
    }
}

/// What keys are for.
#[component]
pub fn Help() -> AnyView {
    let lang = lang();
    view! {
        <aside class="aside" aria-label=lang.say("keys.how.title")>
            <section class="stack tight">
                <h2>{lang.say("keys.how.title")}</h2>
                <p class="soft"><small>{lang.say("keys.how")}</small></p>
                <details>
                    <summary>{lang.say("keys.which")}</summary>
                    <p class="soft"><small>{lang.say("keys.which.text")}</small></p>
                </details>
            </section>
        </aside>
    }
    .into_any()
}
