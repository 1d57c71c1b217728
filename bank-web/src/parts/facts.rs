//! The bank's numbers and the address of its API.

use leptos::prelude::*;

use crate::site::Site;

#[component]
pub fn Facts() -> impl IntoView {
    let Site { code, ispb, api_url, .. } = expect_context();
    view! {
        <section aria-labelledby="facts">
            <h2 id="facts">"Dados do banco"</h2>
            <dl class="facts">
                <div><dt>"Código"</dt><dd>{code}</dd></div>
                <div><dt>"ISPB"</dt><dd>{ispb}</dd></div>
                <div><dt>"Endereço da API"</dt><dd>{api_url}</dd></div>
            </dl>
        </section>
    }
}
