//! The layout of every page inside an account: the content, and the navigation (on a phone a bar at the foot). The
//! content comes first in the document, so that the focus does not begin in the navigation.

use leptos::prelude::*;

use super::{InMemory, frame, icon, lang};
use crate::live::{Live, Toast};

/// `here` is the address of the section. On a page that asks a question the content is `alone`: a phone hides the
/// navigation, which would lie over the field.
#[component]
pub fn AccountLayout(here: &'static str, #[prop(optional)] alone: bool, children: Children) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    let live = expect_context::<Live>();
    let entries = [
        ("/home", "home", lang.say("nav.home")),
        ("/statement", "list", lang.say("nav.statement")),
        ("/pix", "codepix", lang.say("nav.pix")),
        ("/pix/keys", "key", lang.say("nav.keys")),
        ("/profile", "user", lang.say("nav.profile")),
    ];
    let link = move |(href, drawing, words): (&'static str, &'static str, &'static str)| {
        view! {
            <li class=(href == "/pix").then_some("send")>
                <a href=href aria-current=(href == here).then_some("page")>{icon(drawing, "")}<span>{words}</span></a>
            </li>
        }
    };
    let holder = frame.holder.map(|holder| {
        let account = lang.fill("nav.account", &[("branch", &holder.branch), ("number", &holder.number)]);
        view! {
            <div class="rail-user">
                <b>{holder.name}</b>
                <span>{account}</span>
                <form method="post" action="/logout">
                    <button>{icon("exit", "s")}{lang.say("nav.logout")}</button>
                </form>
            </div>
        }
    });
    view! {
        <a class="skip" href="#main">{lang.say("nav.skip")}</a>
        <div class="app" class:alone=alone class:hide=move || live.hide.get()>
            <main class="main" id="main" tabindex="-1">
                {children()}
                <InMemory/>
            </main>
            <header class="rail">
                <a class="brand" href="/home">
                    <span class="mark" aria-hidden="true"></span>
                    <span>{frame.site.name}</span>
                    <span class="vh">", "{lang.say("nav.home")}</span>
                </a>
                <nav aria-label=lang.say("nav.main")>
                    <ul>{entries.map(link).collect_view()}</ul>
                </nav>
                {holder}
            </header>
        </div>
        <div role="status">{move || live.toast.get().map(toast)}</div>
    }
    .into_any()
}

fn toast(Toast { icon: drawing, words, href }: Toast) -> AnyView {
    let words = match href {
        Some(href) => view! { <a href=href>{words}</a> }.into_any(),
        None => words.into_any(),
    };
    view! { <p class="toast">{icon(drawing, "s")}{words}</p> }.into_any()
}

/// A hidden field with the account that the form was drawn for; the server refuses the form for any other.
#[component]
pub fn ForAccount() -> AnyView {
    let number = frame().holder.map(|holder| holder.number);
    view! { <input type="hidden" name="account" value=number/> }.into_any()
}

/// The link back, the page's one `h1`, and what stands at its right.
#[component]
pub fn PageHead(
    title: String,
    #[prop(optional, into)] back: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    let lang = lang();
    view! {
        <header class="head">
            {back.map(|href| view! { <a class="back" href=href aria-label=lang.say("nav.back")>{icon("left", "")}</a> })}
            <h1>{title}</h1>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}
