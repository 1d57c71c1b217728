//! A movement as a row: home shows when it was, the statement also the balance after it.

use leptos::prelude::*;

use crate::{
    components::{Amount, Movement, MovementTone, icon, lang},
    format::url_encoded,
};

fn badge(tone: MovementTone) -> (&'static str, &'static str) {
    match tone {
        MovementTone::In => ("badge in", "in"),
        MovementTone::Out => ("badge", "out"),
        MovementTone::Wait => ("badge wait", "clock"),
        MovementTone::Void => ("badge", "back-money"),
    }
}

fn money_class(tone: MovementTone) -> &'static str {
    match tone {
        MovementTone::In => "money in",
        MovementTone::Out | MovementTone::Wait => "money",
        MovementTone::Void => "money void",
    }
}

/// A row that links to its receipt, where it has one. The element stays the same when its movement changes.
fn row(movement: Signal<Movement>, inside: impl IntoView + 'static) -> AnyView {
    let linked = movement.with_untracked(|movement| movement.href.is_some());
    let href = move || movement.with(|movement| movement.href.clone());
    let row = if linked {
        view! { <a class="row" href=href>{inside}</a> }.into_any()
    } else {
        view! { <div class="row">{inside}</div> }.into_any()
    };
    view! { <li class:fresh=move || movement.with(|movement| movement.fresh)>{row}</li> }.into_any()
}

/// A part of the movement, drawn again only when this part changes.
fn part<T: Clone + PartialEq + Send + Sync + 'static>(
    movement: Signal<Movement>,
    pick: impl Fn(&Movement) -> T + Send + Sync + 'static,
) -> Signal<T> {
    Memo::new(move |_| movement.with(&pick)).into()
}

#[component]
fn Badge(tone: Signal<MovementTone>) -> impl IntoView {
    view! { <span class=move || badge(tone.get()).0>{move || icon(badge(tone.get()).1, "")}</span> }
}

#[component]
pub fn MovementRow(#[prop(into)] movement: Signal<Movement>) -> AnyView {
    let tone = part(movement, |movement| movement.tone);
    let words = part(movement, |movement| match &movement.bank {
        Some(bank) => format!("{} · {bank}", movement.words),
        None => movement.words.clone(),
    });
    let (name, when) = (part(movement, |m| m.name.clone()), part(movement, |m| m.when.clone()));
    let inside = view! {
        <Badge tone/>
        <span class="what"><b>{move || name.get()}</b><small>{move || words.get()}</small></span>
        <span class="sum">
            <span class=move || money_class(tone.get())>
                <Amount words=part(movement, |movement| movement.amount.clone())/>
            </span>
            <small><time>{move || when.get()}</time></small>
        </span>
    };
    row(movement, inside)
}

/// The name, as the row's link. On a phone it leads to the receipt; on a wide screen to the same page with the movement
/// in the side panel, which is `detail_prefix` and its id. `chosen` is the id of the movement that the panel shows now.
#[component]
fn RowLinks(
    movement: Signal<Movement>,
    detail_prefix: Signal<String>,
    chosen: Signal<Option<String>>,
) -> AnyView {
    let name = part(movement, |movement| movement.name.clone());
    let (id, linked) = movement.with_untracked(|movement| (movement.id.clone(), movement.href.is_some()));
    if !linked {
        return (move || name.get()).into_any();
    }
    let (end_to_end_id, fragment) = (id.split('/').next().unwrap_or_default().to_owned(), url_encoded(&id));
    let this = end_to_end_id.clone();
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&this)).then_some("true");
    let receipt = move || movement.with(|movement| movement.href.clone());
    let detail_prefix = move || detail_prefix.with(|beside| format!("{beside}{end_to_end_id}#{fragment}"));
    view! {
        <a class="cover narrow" href=receipt>{move || name.get()}</a>
        <a class="cover wide" href=detail_prefix aria-current=is_chosen>{move || name.get()}</a>
    }
    .into_any()
}

#[component]
pub fn StatementRow(
    #[prop(into)] movement: Signal<Movement>,
    #[prop(into)] detail_prefix: Signal<String>,
    #[prop(into)] chosen: Signal<Option<String>>,
) -> AnyView {
    let tone = part(movement, |movement| movement.tone);
    let time = part(movement, |m| m.time.clone());
    let (words, bank) = (part(movement, |m| m.words.clone()), part(movement, |m| m.bank.clone()));
    let inside = view! {
        <Badge tone/>
        <span class="what">
            <b><RowLinks movement detail_prefix chosen/></b>
            <small>
                <time>{move || time.get()}</time>" · "{move || words.get()}
                {move || bank.get().map(|bank| view! { <span class="wide">" · "{bank}</span> })}
            </small>
        </span>
        <span class="sum">
            <span class=move || money_class(tone.get())>
                <Amount words=part(movement, |movement| movement.amount.clone())/>
            </span>
            <small>
                {lang().say("stmt.balance")}" "
                <span class="money"><Amount words=part(movement, |movement| movement.balance_after.clone())/></span>
            </small>
        </span>
    };
    let id = movement.with_untracked(|movement| movement.id.clone());
    let fresh = move || movement.with(|movement| movement.fresh);
    view! { <li class:fresh=fresh id=id><div class="row">{inside}</div></li> }.into_any()
}

/// The current value of the movement with that id; its last value once the list no longer has it.
pub fn one_of(
    list: impl Fn(&str) -> Option<Movement> + Send + Sync + 'static,
    first: Movement,
) -> Signal<Movement> {
    Memo::new(move |last: Option<&Movement>| {
        list(&first.id).or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    })
    .into()
}
