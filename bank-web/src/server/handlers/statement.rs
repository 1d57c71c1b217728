//! `/statement`: a page of movements, newest first; `cursor` goes to earlier ones.

use axum::{
    extract::{Query, State},
    response::Response,
};
use futures::future::{join, try_join3};
use serde::Deserialize;

use super::account::keys_of_unnamed;
use crate::{
    model::{Page, Statement},
    server::{
        api::{Problem, Token},
        app::{Answer, App},
        drawn::{Reader, active_keys, day_groups, transfer},
        visitor::{Session, Visitor},
        words::Clock,
    },
    text::percent,
};

#[derive(Deserialize)]
pub struct StatementQuery {
    direction: Option<String>,
    cursor: Option<String>,
    /// The movement that stands beside the others on a wide screen.
    open: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(query): Query<StatementQuery>,
) -> Response {
    let answer = page(&app, &visitor, &token, query).await;
    app.answer(visitor, answer).await
}

async fn page(app: &App, visitor: &Visitor, token: &Token, query: StatementQuery) -> Result<Answer, Problem> {
    let direction = query.direction.filter(|word| word == "in" || word == "out");
    let filter = direction.as_ref().map(|word| format!("&direction={word}")).unwrap_or_default();
    let cursor = query.cursor.as_deref().map(|at| format!("&cursor={}", percent(at))).unwrap_or_default();
    let asked = format!("limit=30{filter}{cursor}");
    let asked = try_join3(app.bank.me(token), app.bank.statement(token, &asked), app.bank.keys(token));
    let (asked, readiness) = join(asked, app.bank.readiness()).await;
    let (me, statement, keys) = asked?;
    let codepix_is_down = readiness.codepix_is_down();
    let clock = Clock::now(visitor.lang);
    let unnamed = keys_of_unnamed(app, token, &statement.entries).await;
    let reader = Reader { clock, bank_name: &app.site.name, codepix_is_down, keys: &unnamed };
    let newest = statement.entries.iter().find_map(|entry| entry.end_to_end_id.clone());
    let chosen = match query.open.or(newest) {
        Some(id) => app.bank.transfer(token, &id).await.ok(),
        None => None,
    };
    let chosen = chosen.map(|json| {
        let payee = app.payees.recall(token, &json.key);
        transfer(&json, payee.as_ref(), codepix_is_down, clock)
    });
    let older = statement.next_cursor.map(|at| format!("/statement?cursor={}{filter}", percent(&at)));
    let statement = Statement {
        as_of: visitor.lang.fill("home.updated", &[("time", &clock.second(clock.now))]),
        days: day_groups(&statement.entries, &reader, direction.is_none()),
        direction: direction.unwrap_or_else(|| "all".to_owned()),
        older,
        newest: query.cursor.is_none(),
        chosen,
        keys: active_keys(&keys, clock),
    };
    Ok(Answer::inside(&me, Page::Statement(statement)))
}
