//! `/statement`: the newest movements. `rows` asks for a longer page; beyond the longest, `cursor` begins another one.

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use bank_contract::StatementJson;
use futures::future::{join, try_join3};
use serde::Deserialize;

use super::{
    Statement,
    present::{Balances, day_groups},
};
use crate::{
    components::{Reader, active_keys, payee_names, row_id, transfer_details},
    format::{Clock, url_encoded},
    page::Page,
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/statement", get(show))
}

/// A page grows by so many rows.
const STEP: usize = 30;
/// The longest page.
const ROWS_MAX: usize = 5 * STEP;
/// The bank returns no more at once.
const ENTRIES_PER_REQUEST_MAX: usize = 100;

#[derive(Deserialize)]
pub struct StatementQuery {
    direction: Option<String>,
    cursor: Option<String>,
    rows: Option<usize>,
    /// The movement in the side panel of a wide screen.
    open: Option<String>,
}

impl StatementQuery {
    fn direction(&self) -> Option<&str> {
        self.direction.as_deref().filter(|word| matches!(*word, "in" | "out"))
    }

    fn rows(&self) -> usize {
        self.rows.unwrap_or(STEP).clamp(STEP, ROWS_MAX)
    }

    /// The address of a page with the same filter; `more` ends its query.
    fn address(&self, cursor: Option<&str>, more: &str) -> String {
        let direction = self.direction().map(|word| format!("direction={word}&")).unwrap_or_default();
        let cursor = cursor.map(|at| format!("cursor={}&", url_encoded(at))).unwrap_or_default();
        format!("/statement?{direction}{cursor}{more}")
    }
}

async fn show(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<StatementQuery>,
) -> Response {
    let answer = page(&app, &request, &token, query).await;
    app.answer(request, answer).await
}

async fn page(
    app: &AppState,
    request: &PageRequest,
    token: &Token,
    query: StatementQuery,
) -> Result<Answer, Problem> {
    let asked = try_join3(app.bank.me(token), entries(app, token, &query), app.bank.keys(token));
    let (asked, readiness) = join(asked, app.bank.readiness()).await;
    let (me, statement, keys) = asked?;
    let codepix_is_down = readiness.codepix_is_down();
    let clock = Clock::now(request.lang);
    let names = payee_names(app, token, &statement.entries).await;
    let reader = Reader { clock, bank_name: &app.site.name, codepix_is_down, names: &names };
    let newest = statement.entries.iter().find_map(|entry| entry.end_to_end_id.clone());
    let chosen = match query.open.clone().or(newest) {
        Some(id) => app.bank.transfer(token, &id).await.ok(),
        None => None,
    };
    let chosen = chosen.map(|json| {
        let payee = app.payees.recall(token, &json.key);
        transfer_details(&json, payee.as_ref(), codepix_is_down, clock)
    });
    let balances = match (query.direction(), &query.cursor) {
        (Some(_), _) => Balances::None,
        (None, Some(_)) => Balances::AfterTheFirst,
        (None, None) => Balances::All,
    };
    let rows = query.rows();
    let page = Statement {
        as_of: request.lang.fill("home.updated", &[("time", &clock.second(clock.now))]),
        days: day_groups(&statement.entries, &reader, balances),
        direction: query.direction().unwrap_or("all").to_owned(),
        older: older(&query, &statement),
        newest: query.cursor.is_none(),
        detail_prefix: query.address(query.cursor.as_deref(), &format!("rows={rows}&open=")),
        was_chosen: query.open.is_some(),
        chosen,
        keys: active_keys(&keys, clock),
    };
    Ok(Answer::inside(&me, Page::Statement(page)))
}

/// As many as the page shows, in as many requests as that takes.
async fn entries(app: &AppState, token: &Token, query: &StatementQuery) -> Result<StatementJson, Problem> {
    let direction = query.direction().map(|word| format!("&direction={word}")).unwrap_or_default();
    let mut so_far = StatementJson { entries: Vec::new(), next_cursor: query.cursor.clone() };
    loop {
        let limit = (query.rows() - so_far.entries.len()).min(ENTRIES_PER_REQUEST_MAX);
        let cursor = so_far.next_cursor.map(|at| format!("&cursor={}", url_encoded(&at))).unwrap_or_default();
        let next = app.bank.statement(token, &format!("limit={limit}{direction}{cursor}")).await?;
        so_far.entries.extend(next.entries);
        so_far.next_cursor = next.next_cursor;
        if so_far.next_cursor.is_none() || so_far.entries.len() >= query.rows() {
            return Ok(so_far);
        }
    }
}

/// The address of the same page with more rows, at the row where the reader is; of a new page once this one is as long
/// as it may be.
fn older(query: &StatementQuery, shown: &StatementJson) -> Option<String> {
    let next = shown.next_cursor.as_deref()?;
    let rows = query.rows() + STEP;
    if rows > ROWS_MAX {
        return Some(query.address(Some(next), &format!("rows={STEP}")));
    }
    let last = shown.entries.last().map(row_id).unwrap_or_default();
    Some(query.address(query.cursor.as_deref(), &format!("rows={rows}#{}", url_encoded(&last))))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(cursor: Option<&str>, rows: Option<usize>) -> StatementQuery {
        let own = |text: &str| text.to_owned();
        StatementQuery { direction: Some(own("in")), cursor: cursor.map(own), rows, open: None }
    }

    fn shown(next: Option<&str>) -> StatementJson {
        StatementJson { entries: Vec::new(), next_cursor: next.map(str::to_owned) }
    }

    #[test]
    fn older_movements_come_below_until_the_page_is_full() {
        let older = |cursor, rows, next| older(&asked(cursor, rows), &shown(next));
        assert_eq!(older(None, None, Some("9")).unwrap(), "/statement?direction=in&rows=60#");
        assert_eq!(
            older(Some("9"), Some(60), Some("5")).unwrap(),
            "/statement?direction=in&cursor=9&rows=90#"
        );
        assert_eq!(older(None, Some(150), Some("5")).unwrap(), "/statement?direction=in&cursor=5&rows=30");
        assert_eq!(
            older(None, Some(usize::MAX), Some("5")).unwrap(),
            "/statement?direction=in&cursor=5&rows=30"
        );
        assert_eq!(older(None, None, None), None);
    }
}
