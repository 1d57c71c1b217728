//! The whole document around a page: head, the page, and its value for the browser to take over.

use leptos::{attr::custom::CustomAttribute, html, nonce::use_nonce, prelude::*};

use super::{
    assets::Assets,
    web_app::{MANIFEST, ThemeColours, touch_icon},
};
use crate::{
    app::App,
    live::Live,
    page::{Document, Page},
    site::Scheme,
};

/// The look of the bank.
#[derive(Clone)]
pub struct Branding {
    pub assets: Assets,
    pub colours_css: String,
    pub theme_colours: ThemeColours,
}

/// A browser without scripts reloads the page of a pending transfer after so many seconds.
const RELOAD: &str = r#"<meta http-equiv="refresh" content="3">"#;

pub fn document(document: Document, look: Branding) -> impl IntoView {
    let Document { frame, page } = document.clone();
    let Branding { assets, colours_css, theme_colours } = look;
    let [day, night] = theme_colours.of_page(&page, frame.scheme);
    let (site, lang) = (frame.site.clone(), frame.lang.tag());
    let title = format!("{} · {}", page.title(frame.lang), site.name);
    let live = Live::new(frame.hide);
    let scheme = (frame.scheme != Scheme::Auto).then(|| frame.scheme.as_str());
    let open = matches!(&page, Page::Outcome(outcome) if outcome.open);
    let again = open.then(|| {
        if site.scripts {
            view! { <noscript inner_html=RELOAD></noscript> }.into_any()
        } else {
            view! { <meta http-equiv="refresh" content="3"/> }.into_any()
        }
    });
    let scripts = assets.hydration.clone().map(|files| {
        // Inside a script element only `<` could end it.
        let value = serde_json::to_string(&document).unwrap_or_default().replace('<', "\\u003c");
        view! {
            <link rel="modulepreload" href=files.js nonce=use_nonce()/>
            <script type="application/json" id="document" inner_html=value></script>
            <script type="module" src=files.start nonce=use_nonce()></script>
        }
    });
    let fonts = assets.fonts(site.brand).map(|font| {
        view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/> }
    });
    let above = |scheme, colour: String| {
        let media = format!("(prefers-color-scheme: {scheme})");
        html::meta().name("theme-color").content(colour).attr("media", media)
    };
    view! {
        <!DOCTYPE html>
        <html lang=lang data-brand=site.brand.as_str() data-scheme=scheme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                {above("light", day)}
                {above("dark", night)}
                <link rel="icon" sizes="32x32" href="/favicon.ico"/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <link rel="apple-touch-icon" href=touch_icon(site.brand)/>
                <link rel="manifest" href=MANIFEST/>
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
