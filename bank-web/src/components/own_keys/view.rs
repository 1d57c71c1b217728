//! The account's own keys beside another page.

use leptos::prelude::*;

use crate::components::{CopyButton, KeyRow, icon, lang};

/// The icon of a kind of key.
pub fn key_icon(kind: &str) -> &'static str {
    match kind {
        "phone" => "phone",
        "email" => "mail",
        "random" => "shuffle",
        "cnpj" => "bank",
        _ => "id",
    }
}

#[component]
pub fn OwnKeys(keys: Vec<KeyRow>) -> AnyView {
    let lang = lang();
    let row = move |row: KeyRow| {
        let class = (row.kind == "random").then_some("mono");
        row.shown.map(|shown| {
            view! {
                <li class="row keyrow">
                    <span class="badge">{icon(key_icon(&row.kind), "")}</span>
                    <span class="what"><b class=class title=shown.clone()>{shown.clone()}</b><small>{row.kind_name}</small></span>
                    <CopyButton text=row.key label=lang.fill("keys.copy", &[("key", &shown)])
                        done=lang.say("keys.copied")/>
                </li>
            }
        })
    };
    (!keys.is_empty())
        .then(|| {
            view! {
                <section class="wide" aria-labelledby="own-keys">
                    <div class="sec-head">
                        <h2 id="own-keys">{lang.say("home.forreceive")}</h2>
                        <a href="/pix/keys">{lang.say("keys.title")}</a>
                    </div>
                    <ul class="rows">{keys.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
        .into_any()
}
