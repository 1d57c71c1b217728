//! The document around every page, and which address shows which page.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    pages::{NotFound, Welcome},
    site::Site,
};

/// Where the style sheet stands; its name changes with its content, so it is kept for ever.
#[derive(Clone, Debug)]
pub struct StylesheetPath(pub String);

/// The whole document. Needs a [`Site`] and a [`StylesheetPath`] in context.
pub fn document() -> impl IntoView {
    let site = expect_context::<Site>();
    let StylesheetPath(stylesheet) = expect_context();
    view! {
        <!DOCTYPE html>
        <html lang="pt-BR" data-brand=site.brand.as_str()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <link rel="stylesheet" href=stylesheet/>
                <style nonce=use_nonce() inner_html=format!(":root{{{}}}", site.colours_css)></style>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The pages. Each is rendered whole before its first byte leaves, so that its status can still be told.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let name = expect_context::<Site>().name;
    view! {
        <Title formatter=move |page: String| format!("{page} · {name}")/>
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Welcome ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
