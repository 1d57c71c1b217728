//! The steps of a transfer: done, under way, waiting, refused, to come.

use leptos::prelude::*;

use super::icon;
use crate::model::Step;

#[component]
pub fn Timeline(steps: Vec<Step>) -> AnyView {
    let item = |step: Step| {
        view! {
            <li data-state=step.state.as_str()>
                <span class="node">{icon(step.state.icon().unwrap_or_default(), "")}</span>
                <span class="t"><b>{step.title}</b><small>{step.text}</small></span>
                <time>{step.at}</time>
            </li>
        }
    };
    view! { <ol class="timeline">{steps.into_iter().map(item).collect_view()}</ol> }.into_any()
}
