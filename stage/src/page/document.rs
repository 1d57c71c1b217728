//! Head and body. Nothing runs here but the page's own files, and nothing is styled in place: the policy forbids both.

use leptos::prelude::*;

use super::{
    Page, Recorded,
    deck::deck,
    opening,
    parts::{foot, label},
    scene, sheets, texts, words,
};

/// Without scripts: the words alone, read again every three seconds.
fn without_scripts(page: &Page) -> String {
    let files = &page.files;
    format!(r#"<link rel="stylesheet" href="{files}/plain.css"><meta http-equiv="refresh" content="3">"#)
}

pub fn document(page: &Page) -> impl IntoView + use<> {
    let recorded = page.recorded.is_some().then_some("");
    view! {
        <html lang=page.lang.tag() data-theme="dark" data-recorded=recorded>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="dark light"/>
                <title>{label(page, "page.title")}</title>
                {head_files(page)}
            </head>
            <body>
                <svg width="0" height="0" class="defs" aria-hidden="true"><defs inner_html=include_str!("sprite.svg")></defs></svg>
                <a class="skip" href="#deck" data-t="page.skip">{label(page, "page.skip")}</a>
                <div class="house">
                    {show(page)}
                    {sheets::desk(page)}
                    {words::list(page)}
                </div>
                <script type="application/json" id="copy" inner_html=in_a_script(&texts::for_the_script())></script>
                <script type="application/json" id="opening" inner_html=in_a_script(&opening::opening(page))></script>
                {page.recorded.as_ref().map(carried)}
            </body>
        </html>
    }
}

/// A recording carries its style with it, and has no address to load others from.
fn head_files(page: &Page) -> AnyView {
    let file = |name: &str| format!("{}/{name}", page.files);
    match &page.recorded {
        Some(recorded) => view! { <style inner_html=recorded.style.clone()></style> }.into_any(),
        None => view! {
            <link rel="icon" r#type="image/svg+xml" href="/favicon.svg"/>
            <link rel="stylesheet" href=file("stage.css")/>
            <noscript inner_html=without_scripts(page)></noscript>
            <script type="module" src=file("stage.js")></script>
        }
        .into_any(),
    }
}

/// Its lines, and then its script.
fn carried(recorded: &Recorded) -> impl IntoView + use<> {
    let (lines, script) = (recorded.lines.clone(), recorded.script.replace("</script", "<\\/script"));
    view! {
        <script type="application/x-ndjson" id="recording" data-encoding="gzip" inner_html=lines></script>
        <script type="module" inner_html=script></script>
    }
}

fn show(page: &Page) -> impl IntoView + use<> {
    view! {
        <main class="show" id="show" data-scene="idle" data-presenter=page.presenter.to_string()>
            <h1 class="vh" data-t="page.title">{label(page, "page.title")}</h1>
            {scene::surtitles()}
            {scene::phones(page)}
            {scene::scene(page)}
            {scene::money(page)}
            {deck(page)}
            {foot(page)}
            {sheets::sheets()}
        </main>
    }
}

/// Inside a script element only `<` could end it.
fn in_a_script(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}
