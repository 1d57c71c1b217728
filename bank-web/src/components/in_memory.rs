//! What a page says where the whole system is one process.

use leptos::prelude::*;

use super::{frame, lang};

/// Nothing where the money is kept.
#[component]
pub fn InMemory() -> AnyView {
    let words = frame().site.in_memory.then(|| lang().say("foot.memory"));
    view! { {words.map(|words| view! { <p class="soft in-memory"><small>{words}</small></p> })} }.into_any()
}
