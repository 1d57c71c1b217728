//! All that stands in `<body>`: one page, drawn anew in place whenever its value changes.

use leptos::prelude::*;

use crate::{
    live::Live,
    model::{Frame, Page},
    pages,
};

#[component]
pub fn App(frame: Frame, page: RwSignal<Page>, live: Live) -> impl IntoView {
    provide_context(frame);
    provide_context(live);
    move || draw(page.get())
}

fn draw(page: Page) -> AnyView {
    match page {
        Page::Welcome(page) => pages::welcome(page).into_any(),
        Page::Login(page) => pages::login(page).into_any(),
        Page::OpenAccount(page) => pages::open_account(page).into_any(),
        Page::Home(page) => pages::home(page).into_any(),
        Page::SendKey(page) => pages::send_key(page).into_any(),
        Page::SendPayee(page) => pages::send_payee(page).into_any(),
        Page::SendAmount(page) => pages::send_amount(page).into_any(),
        Page::SendReview(page) => pages::send_review(page).into_any(),
        Page::Outcome(page) => pages::outcome(page).into_any(),
        Page::Receipt(page) => pages::receipt(page).into_any(),
        Page::Keys(page) => pages::keys(page).into_any(),
        Page::NewKey(page) => pages::new_key(page).into_any(),
        Page::RemoveKey(page) => pages::remove_key(page).into_any(),
        Page::Statement(page) => pages::statement(page).into_any(),
        Page::Profile(page) => pages::profile(page).into_any(),
        Page::Fault(page) => pages::fault(page).into_any(),
    }
}
