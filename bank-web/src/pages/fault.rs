//! An address that is none, or a service that failed: says which, that the money is safe, and leads back.

use leptos::prelude::*;

use crate::{
    model::Fault,
    parts::{Door, frame},
};

pub fn fault(page: Fault) -> impl IntoView {
    let frame = frame();
    let home = if frame.holder.is_some() { "/home" } else { "/" };
    view! {
        <Door short=true>
            <div><h1>{page.title}</h1><p class="lead">{page.text}</p></div>
            <a class="btn full" href=home>{frame.lang.say("result.home")}</a>
        </Door>
    }
}
