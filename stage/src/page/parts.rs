//! What the parts of the page are made of. A text names its key too (`data-t`; of a label `data-l`), so that the script
//! can change the language in place.

use leptos::prelude::*;

use super::Page;

/// A text inside a line.
pub fn text(page: &Page, key: &'static str) -> impl IntoView + use<> {
    view! { <span data-t=key>{page.lang.say(key).to_owned()}</span> }
}

/// The text of a label.
pub fn label(page: &Page, key: &'static str) -> String {
    page.lang.say(key).to_owned()
}

/// A sign of the sprite.
pub fn sign(name: &'static str) -> impl IntoView {
    view! { <svg class="ic" aria-hidden="true"><use href=format!("#{name}")></use></svg> }
}

/// One whose name the script changes.
pub fn changing_sign(id: &'static str, name: &'static str) -> impl IntoView {
    view! { <svg class="ic" aria-hidden="true"><use id=id href=format!("#{name}")></use></svg> }
}

/// The bank's own sign, and its name as banks.env writes it.
pub fn bank_name(bank: &crate::journal::BankOnStage) -> impl IntoView + use<> {
    view! { <i class=format!("mark {}", bank.mark)></i>{bank.name.clone()} }
}

/// The page's foot: what everybody should know of a system whose ledgers are in memory.
pub fn foot(page: &Page) -> impl IntoView + use<> {
    let words = || view! { <p class="foot" data-t="page.memory">{label(page, "page.memory")}</p> };
    page.ground.one_process.then(words)
}
