//! The layout of every page outside an account: the bank's drawing and promise, and beside it the content.

use leptos::prelude::*;

use super::{InMemory, frame, lang};
use crate::texts::Lang;

/// On a phone the drawing shrinks to a strip (`short`) where the page has a heading of its own.
/// `form` is the id of a form whose fields survive a change of language.
#[component]
pub fn PublicLayout(
    #[prop(optional)] short: bool,
    #[prop(optional)] form: Option<&'static str>,
    children: Children,
) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    let name = frame.site.name;
    let big = if short {
        view! { <p class="big">{lang.say("welcome.title")}</p> }.into_any()
    } else {
        view! { <h1>{lang.say("welcome.title")}</h1> }.into_any()
    };
    view! {
        <a class="skip" href="#main">{lang.say("nav.skip")}</a>
        <div class="door">
            <header class=if short { "door-art short" } else { "door-art" }>
                <a class="brand" href="/">
                    <span class="mark" aria-hidden="true"></span>
                    <span>{name.clone()}</span>
                    <span class="vh">", "{lang.say("nav.home")}</span>
                </a>
                <div class=if short { "door-words wide" } else { "door-words" }>
                    {big}
                    <p>{frame.site.brand.tagline(lang)}</p>
                </div>
            </header>
            <main class="door-main" id="main" tabindex="-1">
                {children()}
                <div class="door-foot">
                    <p class="soft"><small>{lang.fill("welcome.fiction", &[("bank", &name)])}</small></p>
                    <LanguageSwitch form/>
                    <InMemory/>
                </div>
            </main>
        </div>
    }
    .into_any()
}

/// The name of the other language, in that language. On a page with a form, the form is sent along and comes back in
/// that language.
#[component]
pub fn LanguageSwitch(form: Option<&'static str>) -> AnyView {
    let back = frame().path;
    let (other, words) = match lang() {
        Lang::Pt => (Lang::En, "English"),
        Lang::En => (Lang::Pt, "Português"),
    };
    if let Some(form) = form {
        return view! {
            <button class="link" form=form formnovalidate=true name="lang" value=other.tag() lang=other.tag()>{words}</button>
        }
        .into_any();
    }
    view! {
        <form method="post" action="/preferences" class="switch">
            <input type="hidden" name="back" value=back/>
            <button class="link" name="lang" value=other.tag() lang=other.tag()>{words}</button>
        </form>
    }
    .into_any()
}
