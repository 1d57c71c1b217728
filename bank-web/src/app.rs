//! The content of `<body>`: one page. A live page is drawn once and then updated part by part, so that the focus, the
//! selection and the scroll position stay.

use leptos::prelude::*;

use crate::{
    live::Live,
    page::Page,
    screens::{
        charge, error, home, keys, login, open_account, pay_code, pix, profile, proof, scan, send, statement,
        transfer, welcome,
    },
    site::Frame,
};

#[component]
pub fn App(frame: Frame, page: RwSignal<Page>, live: Live) -> impl IntoView {
    provide_context(frame);
    provide_context(live);
    let screen = Memo::new(move |_| page.with(std::mem::discriminant));
    move || {
        screen.track();
        draw(page)
    }
}

fn draw(page: RwSignal<Page>) -> AnyView {
    match page.get_untracked() {
        Page::Welcome(page) => welcome::welcome(page).into_any(),
        Page::Login(page) => login::login(page).into_any(),
        Page::LoggedIn(page) => login::logged_in(page).into_any(),
        Page::OpenAccount(page) => open_account::open_account(page).into_any(),
        Page::Home(first) => {
            let home = |page: &Page| if let Page::Home(home) = page { Some(home.clone()) } else { None };
            home::home(shown(page, first, home)).into_any()
        }
        Page::Pix(page) => pix::pix(page).into_any(),
        Page::PixRead(page) => pix::pix_read(page).into_any(),
        Page::PixUnsure(page) => pix::pix_unsure(page).into_any(),
        Page::PayCode(page) => pay_code::pay_code(page).into_any(),
        Page::CodeRefused(page) => pay_code::code_refused(page).into_any(),
        Page::Scan(page) => scan::scan(page).into_any(),
        Page::NewCharge(page) => charge::new_charge(page).into_any(),
        Page::Charges(page) => charge::charges(page).into_any(),
        Page::Charge(first) => {
            let charge = |page: &Page| if let Page::Charge(now) = page { Some(now.clone()) } else { None };
            let charge = shown(page, first, charge);
            (move || charge::charge(charge.get())).into_any()
        }
        Page::SendKey(page) => send::send_key(page).into_any(),
        Page::SendPayee(page) => send::send_payee(page).into_any(),
        Page::SendAmount(page) => send::send_amount(page).into_any(),
        Page::SendReview(page) => send::send_review(page).into_any(),
        Page::SendTwice(page) => send::send_twice(page).into_any(),
        Page::SendPin(page) => send::send_pin(page).into_any(),
        Page::Outcome(first) => {
            let outcome = |page: &Page| if let Page::Outcome(now) = page { Some(now.clone()) } else { None };
            transfer::outcome(shown(page, first, outcome)).into_any()
        }
        Page::Receipt(first) => {
            let receipt = |page: &Page| if let Page::Receipt(now) = page { Some(now.clone()) } else { None };
            let receipt = shown(page, first, receipt);
            (move || transfer::receipt(receipt.get())).into_any()
        }
        Page::Keys(page) => keys::keys(page).into_any(),
        Page::NewKey(page) => keys::new_key(page).into_any(),
        Page::RemoveKey(page) => keys::remove_key(page).into_any(),
        Page::Statement(first) => {
            let statement =
                |page: &Page| if let Page::Statement(now) = page { Some(now.clone()) } else { None };
            statement::statement(shown(page, first, statement)).into_any()
        }
        Page::Profile(page) => profile::profile(page).into_any(),
        Page::Proof(page) => proof::proof(page).into_any(),
        Page::Error(page) => error::error_page(page).into_any(),
    }
}

/// The current value of a live page; its last one while another screen takes its place.
fn shown<T: Clone + PartialEq + Send + Sync + 'static>(
    page: RwSignal<Page>,
    first: T,
    pick: impl Fn(&Page) -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |last: Option<&T>| {
        page.with(&pick).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    })
}
