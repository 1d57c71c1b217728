//! A movement as a row: home writes when it was, the statement what it left.

use leptos::prelude::*;

use super::{icon, lang};
use crate::model::{Movement, MovementTone};

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

/// A row that leads to its receipt, where it has one.
fn row(href: Option<String>, inside: impl IntoView + 'static) -> AnyView {
    match href {
        Some(href) => view! { <a class="row" href=href>{inside}</a> }.into_any(),
        None => view! { <div class="row">{inside}</div> }.into_any(),
    }
}

#[component]
pub fn MovementRow(movement: Movement) -> AnyView {
    let (class, drawing) = badge(movement.tone);
    let inside = view! {
        <span class=class>{icon(drawing, "")}</span>
        <span class="what">
            <b>{movement.name}</b>
            <small>{movement.words}{movement.bank.map(|bank| format!(" · {bank}"))}</small>
        </span>
        <span class="sum">
            <span class=money_class(movement.tone)><span class="v">{movement.amount}</span><Hidden/></span>
            <small><time>{movement.when}</time></small>
        </span>
    };
    view! { <li class=movement.fresh.then_some("fresh")>{row(movement.href, inside)}</li> }.into_any()
}

#[component]
pub fn StatementRow(movement: Movement) -> AnyView {
    let (class, drawing) = badge(movement.tone);
    let inside = view! {
        <span class=class>{icon(drawing, "")}</span>
        <span class="what">
            <b>{movement.name}</b>
            <small>
                <time>{movement.time}</time>" · "{movement.words}
                {movement.bank.map(|bank| view! { <span class="wide">" · "{bank}</span> })}
            </small>
        </span>
        <span class="sum">
            <span class=money_class(movement.tone)>{movement.amount}</span>
            <small>{lang().say("stmt.balance")}" "<span class="money">{movement.balance_after}</span></small>
        </span>
    };
    view! { <li class=movement.fresh.then_some("fresh")>{row(movement.href, inside)}</li> }.into_any()
}

/// Stands in for an amount while amounts are hidden.
#[component]
fn Hidden() -> impl IntoView {
    view! { <span class="m" aria-hidden="true">"••••"</span> }
}
