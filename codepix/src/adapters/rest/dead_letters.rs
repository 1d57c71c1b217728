//! `/dead-letters`: who sent a message that was put aside reads why; the administration gives one another try, or throws
//! it away.

use super::{
    Rest,
    caller::{Administration, Anybody},
    input::{Body, Path, Query},
    problem::Problem,
};
use crate::application::{BadField, fields};
use axum::{Json, extract::State, http::StatusCode};
use outbox::{Retried, StoredDeadLetter, retry_dead_letter};
use pix::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Dead letters in one answer, at the most.
const LIMIT_MAX: i64 = 100;

#[derive(Deserialize, IntoParams)]
pub struct Page {
    /// The number of the last one that was seen; 0, or left out: from the oldest.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
    /// 0, or left out: as many as there may be.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100)]
    limit: i64,
}

#[derive(Deserialize, ToSchema)]
pub struct Which {
    #[schema(minimum = 1)]
    number: i64,
}

#[derive(Serialize, ToSchema)]
pub struct DeadLetters {
    dead_letters: Vec<DeadLetterView>,
    /// Give it as `after` for the next page.
    next_after: Option<i64>,
    /// So many messages more came beyond a topic's quota, and were only counted.
    not_kept: i64,
}

#[derive(Serialize, ToSchema)]
pub struct DeadLetterView {
    number: i64,
    topic: String,
    message_id: String,
    reason: String,
    /// How often it arrived.
    count: i64,
    #[schema(value_type = String, format = DateTime)]
    first_seen: Timestamp,
    payload_hex: String,
    /// Only the beginning of the payload was kept.
    cut: bool,
}

/// The oldest messages that were put aside: a bank's own, or all for the administration.
#[utoipa::path(get, path = "/dead-letters", params(Page), security(("bank" = []), ("administration" = [])), responses(
    (status = 200, body = DeadLetters), (status = 422, description = "a field breaks a rule; `field` names it")
))]
pub async fn list(
    State(rest): State<Rest>,
    Anybody(caller): Anybody,
    Query(page): Query<Page>,
) -> Result<Json<DeadLetters>, Problem> {
    let limit = fields::limit(page.limit, LIMIT_MAX)?;
    if page.after < 0 {
        return Err(BadField::new("after", "a number is 0 or more").into());
    }
    let (list, more) = rest.app.put_aside(&caller, page.after, limit).await?;
    let next_after = list.letters.last().filter(|_| more).map(|stored| stored.number);
    let dead_letters = list.letters.into_iter().map(view).collect();
    Ok(Json(DeadLetters { dead_letters, next_after, not_kept: list.not_kept }))
}

/// Publishes one again, and takes it out.
#[utoipa::path(post, path = "/dead-letters/retry", request_body = Which, security(("administration" = [])), responses(
    (status = 202, description = "it is on its way again"),
    (status = 403, description = "a bank's token does not open this"), (status = 404, description = "there is none such"),
    (status = 409, description = "only its beginning was kept; its sender has to send it again")
))]
pub async fn retry(
    State(rest): State<Rest>,
    _: Administration,
    Body(Which { number }): Body<Which>,
) -> Result<StatusCode, Problem> {
    match retry_dead_letter(rest.app.dead_letters.as_ref(), rest.producer.as_ref(), number).await? {
        Retried::Published => Ok(StatusCode::ACCEPTED),
        Retried::Unknown => Err(unknown()),
        Retried::Cut => Err(Problem::conflict(
            "cut",
            "only the beginning of this message was kept; its sender has to send it again",
        )),
    }
}

/// Throws one away.
#[utoipa::path(delete, path = "/dead-letters/{number}", security(("administration" = [])),
    params(("number" = i64, Path, minimum = 1)), responses(
        (status = 204, description = "it is gone"), (status = 403, description = "a bank's token does not open this"),
        (status = 404, description = "there is none such")
    ))]
pub async fn discard(
    State(rest): State<Rest>,
    _: Administration,
    Path(number): Path<i64>,
) -> Result<StatusCode, Problem> {
    let letter = rest.app.dead_letters.find(number).await?.ok_or_else(unknown)?;
    rest.app.dead_letters.remove(&letter).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn unknown() -> Problem {
    Problem::not_found("there is no dead letter of this number")
}

fn view(stored: StoredDeadLetter) -> DeadLetterView {
    let StoredDeadLetter { number, letter, cut, count, first_seen } = stored;
    DeadLetterView {
        number,
        topic: letter.topic,
        message_id: letter.message_id,
        reason: letter.reason,
        count,
        first_seen,
        payload_hex: hex::encode(letter.payload),
        cut,
    }
}
