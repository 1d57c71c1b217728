//! `/transfers/{end_to_end_id}`: the receipt; with `?view=result` the outcome of a Pix one has just sent.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use futures::future::{join, try_join};
use serde::Deserialize;

use crate::{
    model::Page,
    server::{
        api::{Problem, Token},
        app::{Answer, App},
        drawn::{outcome, transfer},
        visitor::{Session, Visitor},
        words::Clock,
    },
};

#[derive(Deserialize)]
pub struct TransferQuery {
    view: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Path(id): Path<String>,
    Query(query): Query<TransferQuery>,
) -> Response {
    let as_outcome = query.view.as_deref() == Some("result");
    let answer = page(&app, &visitor, &token, &id, as_outcome).await;
    app.answer(visitor, answer).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    token: &Token,
    id: &str,
    as_outcome: bool,
) -> Result<Answer, Problem> {
    let (asked, readiness) =
        join(try_join(app.bank.me(token), app.bank.transfer(token, id)), app.bank.readiness()).await;
    let (me, json) = asked?;
    let codepix_is_down = readiness.codepix_is_down();
    let payee = app.payees.recall(token, &json.key);
    let clock = Clock::now(visitor.lang);
    let page = if as_outcome && json.direction == "out" {
        Page::Outcome(outcome(&json, payee.as_ref(), codepix_is_down, clock))
    } else {
        Page::Receipt(transfer(&json, payee.as_ref(), codepix_is_down, clock))
    };
    Ok(Answer::inside(&me, page))
}
