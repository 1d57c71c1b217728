//! The whole document around a page: head, the page, and its value for the browser to take over.

use leptos::{nonce::use_nonce, prelude::*};

use super::assets::Assets;
use crate::{
    app::App,
    live::Live,
    model::{Document, Page},
    site::Scheme,
};

/// How the document looks.
#[derive(Clone)]
pub struct Look {
    pub assets: Assets,
    pub colours_css: String,
}

/// Seconds after which a browser without scripts asks again for a Pix that is under way.
const AGAIN: &str = r#"<meta http-equiv="refresh" content="3">"#;

pub fn document(document: Document, look: Look) -> impl IntoView {
    let Document { frame, page } = document.clone();
    let Look { assets, colours_css } = look;
    let (site, lang) = (frame.site.clone(), frame.lang.tag());
    let title = format!("{} · {}", page.title(frame.lang), site.name);
    let live = Live::still(frame.hide);
    let scheme = (frame.scheme != Scheme::Auto).then(|| frame.scheme.as_str());
    let open = matches!(&page, Page::Outcome(outcome) if outcome.open);
    let again = open.then(|| {
        if site.scripts {
            view! { <noscript inner_html=AGAIN></noscript> }.into_any()
        } else {
            view! { <meta http-equiv="refresh" content="3"/> }.into_any()
        }
    });
    let scripts = assets.boot.clone().map(|boot| {
        // Inside a script element only `<` could end it.
        let value = serde_json::to_string(&document).unwrap_or_default().replace('<', "\\u003c");
        view! {
            <link rel="modulepreload" href=boot.js nonce=use_nonce()/>
            <script type="application/json" id="document" inner_html=value></script>
            <script type="module" src=boot.start nonce=use_nonce()></script>
        }
    });
    let fonts = assets.fonts(site.brand).map(|font| {
        view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=lang data-brand=site.brand.as_str() data-scheme=scheme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                {fonts}
                <link rel="stylesheet" href=assets.stylesheet/>
                <style nonce=use_nonce() inner_html=format!(":root{{{colours_css}}}")></style>
                {again}
                {scripts}
            </head>
            <body>
                <App frame page=RwSignal::new(page) live/>
            </body>
        </html>
    }
}
