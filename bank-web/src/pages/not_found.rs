//! Every address that is none: says so, and leads back. The router gives it its status.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::parts::Door;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text="Esta página não existe"/>
        <Door title="Esta página não existe".to_owned() text="O endereço pode ter mudado.">
            <section class="stack" aria-labelledby="back">
                <h2 id="back">"Seu dinheiro está onde estava"</h2>
                <p class="soft">"Confira o endereço, ou recomece pela página inicial."</p>
                <a class="button" href="/">"Ir para o início"</a>
            </section>
        </Door>
    }
}
