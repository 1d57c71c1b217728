//! `/accounts/me/statement`: what moved, newest first, by keyset.

use super::{Rest, caller::Caller, input::Query, problem::Problem, views};
use crate::{
    application::{Statement, StatementPage},
    domain::Side,
};
use axum::{Json, extract::State};
use bank_contract::{DirectionJson, StatementJson};
use serde::Deserialize;
use utoipa::IntoParams;

/// Entries of one page, at the most.
const LIMIT_MAX: i64 = 100;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct StatementQuery {
    /// `next_cursor` of the page before.
    #[param(pattern = "^[0-9]{1,18}$", nullable = false)]
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100, default = 50, nullable = false)]
    limit: Option<i64>,
    /// Both if left out.
    #[param(value_type = Option<DirectionJson>, nullable = false)]
    direction: Option<String>,
}

/// The caller's statement.
#[utoipa::path(get, path = "/accounts/me/statement", params(StatementQuery), security(("session" = [])),
    responses((status = 200, body = StatementJson)))]
pub async fn page(
    State(rest): State<Rest>,
    Caller(account): Caller,
    Query(asked): Query<StatementQuery>,
) -> Result<Json<StatementJson>, Problem> {
    let limit = asked.limit.unwrap_or(50);
    if !(1..=LIMIT_MAX).contains(&limit) {
        return Err(Problem::malformed("limit is a number from 1 to 100"));
    }
    let side = match asked.direction.as_deref() {
        None => None,
        Some("in") => Some(Side::In),
        Some("out") => Some(Side::Out),
        Some(_) => return Err(Problem::malformed("direction is `in` or `out`")),
    };
    let before = asked.cursor.as_deref().map(read_cursor).transpose()?;
    let page = StatementPage { before, side, limit };
    let Statement { movements, next } = rest.app.statements.page(account, page).await?;
    let entries = movements.into_iter().map(views::entry).collect();
    Ok(Json(StatementJson { entries, next_cursor: next.map(|number| number.to_string()) }))
}

fn read_cursor(cursor: &str) -> Result<i64, Problem> {
    let digits = cursor.bytes().all(|b| b.is_ascii_digit());
    let number = cursor.parse().ok().filter(|_| digits);
    number.ok_or_else(|| Problem::malformed("take the cursor from `next_cursor` of the page before"))
}
