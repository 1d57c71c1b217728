//! What somebody wrote, with what was read marked in it.

use leptos::prelude::*;

use crate::{components::lang, screens::pix::Word};

#[component]
pub fn Said(words: Vec<Word>) -> AnyView {
    let word = |Word { text, label, in_doubt }: Word| match label {
        Some(label) => {
            view! { <mark class=in_doubt.then_some("q")>{text}<small>{label}</small></mark>" " }.into_any()
        }
        None => view! { <span>{text}</span>" " }.into_any(),
    };
    (!words.is_empty())
        .then(|| {
            view! {
                <p class="said" role="group" aria-label=lang().say("read.said")>
                    {words.into_iter().map(word).collect_view()}
                </p>
            }
        })
        .into_any()
}
