//! A slip of paper: a receipt, or one being written.

use leptos::prelude::*;

#[component]
pub fn Slip(id: &'static str, children: Children) -> AnyView {
    view! { <div class="slip-wrap"><section class="slip" aria-labelledby=id>{children()}</section></div> }
        .into_any()
}
