//! The code with its quiet zone of four modules.

use leptos::prelude::*;

use super::Qr;

#[component]
pub fn QrCode(qr: Qr, label: &'static str) -> AnyView {
    let around = format!("-4 -4 {0} {0}", qr.side + 8);
    view! {
        <span class="qr">
            <svg role="img" aria-label=label viewBox=around shape-rendering="crispEdges">
                <path d=qr.path fill="currentColor"></path>
            </svg>
        </span>
    }
    .into_any()
}
