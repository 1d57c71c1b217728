//! `/`: which bank this is, and where its money can be moved today.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    parts::{Door, Facts, Neighbours},
    site::Site,
};

#[component]
pub fn Welcome() -> impl IntoView {
    let site = expect_context::<Site>();
    view! {
        <Title text="Boas-vindas"/>
        <Door title="O Pix que chega enquanto você olha.".to_owned() text=site.brand.tagline()>
            <section class="stack" aria-labelledby="now">
                <h2 id="now">"Em breve, sua conta nesta página"</h2>
                <p class="soft">
                    "Abrir conta, cadastrar chaves e enviar Pix já funciona por programa, de ponta a ponta. \
                    A documentação mostra cada passo e deixa você experimentar."
                </p>
                <a class="button" href=site.docs_url()>"Abrir a documentação da API"</a>
            </section>
            <Facts/>
            <Neighbours/>
        </Door>
    }
}
