//! A slip of paper: a receipt, or one being written.

use leptos::prelude::*;

#[component]
pub fn Slip(id: &'static str, children: Children) -> impl IntoView {
    view! { <div class="slip-wrap"><section class="slip" aria-labelledby=id>{children()}</section></div> }
}
