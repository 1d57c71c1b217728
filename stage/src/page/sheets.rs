//! What lies over the picture, empty until the script fills it: an opened message, the certificate, the room, a menu; and
//! the presenter's window.

use leptos::prelude::*;

use super::{Page, parts::label};

pub fn sheets() -> impl IntoView {
    view! {
        <div class="sheet" id="inspect" role="dialog" aria-labelledby="in-title" hidden></div>
        <div class="cert" id="cert" role="dialog" aria-labelledby="cert-title" hidden></div>
        <div class="room" id="room" hidden></div>
        <div class="menu" id="menu" popover="auto"></div>
    }
}

/// The presenter's window, which the audience's page does not have.
pub fn desk(page: &Page) -> impl IntoView + use<> {
    let title = label(page, "script.title");
    page.presenter.then(
        || view! { <div class="desk" id="desk" role="main" aria-label=title tabindex="-1" hidden></div> },
    )
}
