//! The error page. Who is logged in keeps the navigation.

use leptos::prelude::*;

use super::ErrorPage;
use crate::components::{AccountLayout, PublicLayout, frame};

pub fn error_page(page: ErrorPage) -> AnyView {
    let frame = frame();
    let lang = frame.lang;
    if frame.holder.is_none() {
        return view! {
            <PublicLayout short=true>
                <div><h1>{page.title}</h1><p class="lead">{page.text}</p></div>
                <a class="btn full" href="/">{lang.say("result.home")}</a>
            </PublicLayout>
        }
        .into_any();
    }
    view! {
        <AccountLayout here="">
            <div class="empty">
                <h1>{page.title}</h1>
                <p>{page.text}</p>
                <a class="btn" href="/home">{lang.say("result.home")}</a>
            </div>
        </AccountLayout>
    }
    .into_any()
}
