//! `/transfers/{end_to_end_id}`: the receipt; with `?view=result` the outcome of a Pix that was just sent.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use bank_contract::DirectionJson;
use futures::future::{join, try_join};
use serde::Deserialize;

use super::present::outcome;
use crate::{
    components::transfer_details,
    format::Clock,
    page::Page,
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/transfers/{end_to_end_id}", get(show))
}

#[derive(Deserialize)]
pub struct TransferQuery {
    view: Option<String>,
}

async fn show(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Path(id): Path<String>,
    Query(query): Query<TransferQuery>,
) -> Response {
    let as_outcome = query.view.as_deref() == Some("result");
    let answer = page(&app, &request, &token, &id, as_outcome).await;
    app.answer(request, answer).await
}

async fn page(
    app: &AppState,
    request: &PageRequest,
    token: &Token,
    id: &str,
    as_outcome: bool,
) -> Result<Answer, Problem> {
    let (asked, readiness) =
        join(try_join(app.bank.me(token), app.bank.transfer(token, id)), app.bank.readiness()).await;
    let (me, json) = asked?;
    let codepix_is_down = readiness.codepix_is_down();
    let payee = app.payees.recall(token, &json.key);
    let clock = Clock::now(request.lang);
    let page = if as_outcome && json.direction == DirectionJson::Out {
        Page::Outcome(outcome(&json, payee.as_ref(), codepix_is_down, clock))
    } else {
        Page::Receipt(transfer_details(&json, payee.as_ref(), codepix_is_down, clock))
    };
    Ok(Answer::inside(&me, page))
}
