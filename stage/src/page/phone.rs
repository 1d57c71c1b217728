//! The frame of all pages for phones: head, and what the script is told of the language.

use leptos::prelude::*;

use super::texts::Lang;
use crate::journal::{BankOnStage, Ground};

/// A page for a phone.
pub struct Frame<'a> {
    pub lang: Lang,
    pub title: &'static str,
    /// Where the files stand.
    pub files: &'a str,
    /// The script of this page, if it has one.
    pub script: Option<&'static str>,
    /// Without scripts it is read again every three seconds.
    pub lives: bool,
    /// Which bank's colours it wears.
    pub mark: Option<String>,
}

impl Frame<'_> {
    pub fn html(&self, body: impl IntoView + 'static) -> String {
        let file = |name: &str| format!("{}/{name}", self.files);
        let script = self.script.map(|name| view! { <script type="module" src=file(name)></script> });
        let again = self
            .lives
            .then(|| view! { <noscript inner_html=r#"<meta http-equiv="refresh" content="3">"#></noscript> });
        let html = view! {
            <html lang=self.lang.tag()>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                    <meta name="color-scheme" content="light dark"/>
                    <title>{self.title}</title>
                    <link rel="icon" r#type="image/svg+xml" href="/favicon.svg"/>
                    <link rel="stylesheet" href=file("audience.css")/>
                    {again}
                    {script}
                </head>
                <body data-mark=self.mark.clone()>{body}</body>
            </html>
        };
        format!("<!DOCTYPE html>{}", html.to_html())
    }
}

/// Which bank it is, and at which side it stands in the picture.
pub fn bank(ground: &Ground, at: usize) -> Option<(&BankOnStage, &'static str)> {
    let side = if at == 0 { "left" } else { "right" };
    ground.banks.get(at).map(|bank| (bank, side))
}

/// What a text must not bring into the page.
pub fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}
