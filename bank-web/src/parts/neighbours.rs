//! The other banks of this CodePix: a Pix needs two.

use leptos::prelude::*;

use crate::site::{Neighbour, Site};

#[component]
pub fn Neighbours() -> impl IntoView {
    let neighbours = expect_context::<Site>().neighbours;
    let row = |Neighbour { name, url }| {
        view! { <li><a href=url.clone()>{name}</a><span class="soft">{url}</span></li> }
    };
    (!neighbours.is_empty()).then(|| {
        view! {
            <section aria-labelledby="neighbours">
                <h2 id="neighbours">"Outros bancos deste CodePix"</h2>
                <ul class="neighbours">{neighbours.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
