//! The frame of every page outside an account: the bank's panel with its drawing, and beside it the matter.

use leptos::prelude::*;

use crate::site::Site;

/// `title` is the page's one `h1`; `text` stands below it.
#[component]
pub fn Door(title: String, text: &'static str, children: Children) -> impl IntoView {
    let Site { name, brand, .. } = expect_context();
    view! {
        <a class="skip" href="#main">"Ir para o conteúdo"</a>
        <div class="door">
            <header class="door-panel">
                <div class="door-art" aria-hidden="true" inner_html=brand.art()></div>
                <a class="brand" href="/">
                    <span class="mark" aria-hidden="true" inner_html=brand.mark()></span>
                    <span>{name.clone()}</span>
                    <span class="heard">", início"</span>
                </a>
                <div class="door-words">
                    <h1>{title}</h1>
                    <p>{text}</p>
                </div>
            </header>
            <div class="door-side">
                <main id="main" class="door-main">{children()}</main>
                <footer class="soft">
                    {name} " é um banco fictício do CodePix. O dinheiro aqui não vale fora daqui."
                </footer>
            </div>
        </div>
    }
}
