//! The picture: what is said, the phones, the road with its actors and ledgers, the money.

use leptos::prelude::*;

use super::{
    Page,
    parts::{bank_name, changing_sign, label, sign, text},
};
use crate::journal::BankOnStage;

pub fn surtitles() -> impl IntoView {
    view! {
        <header class="sur">
            <p class="chapter"><span id="chapter"></span><span id="chapter-name"></span></p>
            <p class="cap" id="cap" role="status"></p>
            <p class="cap-sub" id="cap-sub"></p>
        </header>
    }
}

/// The two at the sides: as the picture has room for.
fn sides(page: &Page) -> impl Iterator<Item = (&'static str, BankOnStage)> {
    ["left", "right"].into_iter().zip(page.ground.banks.iter().cloned())
}

/// Their pages, as their customers use them; where there are none, the places stay empty.
pub fn phones(page: &Page) -> impl IntoView + use<> {
    let lang = page.lang;
    let phone = |(side, bank): (&str, BankOnStage)| {
        let title = lang.fill("brand.web", &[("bank", &bank.name)]);
        let screen = (!bank.web_url.is_empty()).then(
            || view! { <iframe class="screen" title=title src=bank.web_url data-brand=bank.mark></iframe> },
        );
        view! { <div class=format!("phone {side}") id=format!("phone-{}", bank.place) data-place=bank.place.to_string()>{screen}</div> }
    };
    let crowd = |(side, bank): (&str, BankOnStage)| {
        view! { <div class=format!("crowd {side}") id=format!("crowd-{}", bank.place) role="img" hidden></div> }
    };
    let shown: Vec<_> = sides(page).map(phone).collect();
    let crowds: Vec<_> = sides(page).map(crowd).collect();
    view! { <section class="phones" data-l="page.phones" aria-label=label(page, "page.phones")>{shown}{crowds}</section> }
}

pub fn scene(page: &Page) -> impl IntoView + use<> {
    view! {
        <section class="scene" data-l="page.scene" aria-label=label(page, "page.scene")>
            <svg class="layer" id="ground" viewBox="0 0 1920 1080" aria-hidden="true"></svg>
            <div id="ribbons" aria-hidden="true"></div>
            <ul class="legend" id="legend" data-l="kind.legend" aria-label=label(page, "kind.legend")></ul>
            <div id="nodes"></div>
            <svg class="layer" id="air" viewBox="0 0 1920 1080" tabindex="-1"></svg>
            <div id="joints"></div>
        </section>
    }
}

pub fn money(page: &Page) -> impl IntoView + use<> {
    view! {
        <section class="money" id="money" data-l="page.money" aria-label=label(page, "page.money")>
            <p class="sum" id="sum">{terms(page)}
                <span class="op">"="</span>
                <span class="total"><b id="m-total"></b><span class="verdict">{changing_sign("m-icon", "i-ok")}<span id="m-verdict"></span></span></span>
            </p>
            <div class="bar" id="bar" aria-hidden="true"></div>
            {count(page)}
        </section>
    }
}

/// A bank, what is on its way, the other banks: as they stand in the picture.
fn terms(page: &Page) -> Vec<AnyView> {
    let bank = |bank: &BankOnStage| {
        let id = format!("m-{}", bank.place);
        view! { <span class=format!("term {}", bank.mark)>{bank_name(bank)}" "<b id=id></b></span> }
            .into_any()
    };
    let plus = || view! { <span class="op">"+"</span> }.into_any();
    let way =
        view! { <span class="term way">{text(page, "money.way")}" "<b id="m-way"></b></span> }.into_any();
    let mut banks = page.ground.banks.iter().map(bank);
    let mut terms: Vec<AnyView> = banks.next().into_iter().flat_map(|first| [first, plus()]).collect();
    terms.push(way);
    terms.extend(banks.flat_map(|further| [plus(), further]));
    terms
}

fn count(page: &Page) -> impl IntoView + use<> {
    view! {
        <p class="acc" id="acc">
            <span><b id="a-acc"></b>" "{text(page, "acc.accepted")}</span><span class="op">"="</span>
            <span><b id="a-com"></b>" "{text(page, "acc.completed")}</span><span class="op">"+"</span>
            <span><b id="a-ref"></b>" "{text(page, "acc.refunded")}</span><span class="op">"+"</span>
            <span class="waits">{sign("s-wait")}<b id="a-wait"></b>" "<span id="a-for"></span></span>
            <span class="instant"></span>
        </p>
    }
}
