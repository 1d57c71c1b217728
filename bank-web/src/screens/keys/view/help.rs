//! The help beside the pages of keys.

use leptos::prelude::*;

use crate::components::lang;

/// What keys are for.
#[component]
pub fn Help() -> AnyView {
    let lang = lang();
    view! {
        <aside class="aside" aria-label=lang.say("keys.how.title")>
            <section class="stack tight">
                <h2>{lang.say("keys.how.title")}</h2>
                <p class="soft"><small>{lang.say("keys.how")}</small></p>
                <details>
                    <summary>{lang.say("keys.which")}</summary>
                    <p class="soft"><small>{lang.say("keys.which.text")}</small></p>
                </details>
            </section>
        </aside>
    }
    .into_any()
}
