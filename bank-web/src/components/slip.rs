//! The look of a slip of paper: a receipt, or the summary of an order.

use leptos::prelude::*;

#[component]
pub fn Slip(id: &'static str, children: Children) -> AnyView {
    view! { <div class="slip-wrap"><section class="slip" aria-labelledby=id>{children()}</section></div> }
        .into_any()
}
