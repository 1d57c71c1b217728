//! `/dead-letters`: the administration looks at messages that were put aside, and gives one another try.

use super::{
    Rest,
    caller::Administration,
    input::{Body, Query},
    problem::Problem,
};
use crate::application::{key_form, retry_dead_letter};
use axum::{Json, extract::State, http::StatusCode};
use messaging::StoredDeadLetter;
use pix::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Dead letters in one answer, at the most.
const LIMIT_MAX: i64 = 100;

#[derive(Deserialize, IntoParams)]
pub struct Page {
    /// 0, or left out: as many as there may be.
    #[serde(default)]
    #[param(minimum = 0, maximum = 100)]
    limit: i64,
}

#[derive(Deserialize, ToSchema)]
pub struct Which {
    topic: String,
    message_id: String,
}

#[derive(Serialize, ToSchema)]
pub struct DeadLetters {
    dead_letters: Vec<DeadLetterView>,
}

#[derive(Serialize, ToSchema)]
pub struct DeadLetterView {
    topic: String,
    message_id: String,
    reason: String,
    /// How often it arrived.
    count: i64,
    #[schema(value_type = String, format = DateTime)]
    first_seen: Timestamp,
    payload_hex: String,
}

/// The oldest messages that were put aside.
#[utoipa::path(get, path = "/dead-letters", params(Page), security(("administration" = [])), responses(
    (status = 200, body = DeadLetters), (status = 403, description = "a bank's token does not open this"),
    (status = 422, description = "a field breaks a rule; `field` names it")
))]
pub async fn list(
    State(rest): State<Rest>,
    _: Administration,
    Query(page): Query<Page>,
) -> Result<Json<DeadLetters>, Problem> {
    let limit = key_form::limit(page.limit, LIMIT_MAX)?;
    let stored = rest.app.dead_letters.list(limit).await?;
    Ok(Json(DeadLetters { dead_letters: stored.into_iter().map(view).collect() }))
}

/// Publishes one again, and takes it out.
#[utoipa::path(post, path = "/dead-letters/retry", request_body = Which, security(("administration" = [])), responses(
    (status = 202, description = "it is on its way again"),
    (status = 403, description = "a bank's token does not open this"), (status = 404, description = "there is none such")
))]
pub async fn retry(
    State(rest): State<Rest>,
    _: Administration,
    Body(Which { topic, message_id }): Body<Which>,
) -> Result<StatusCode, Problem> {
    let letters = rest.app.dead_letters.as_ref();
    if retry_dead_letter(letters, rest.courier.as_ref(), &topic, &message_id).await? {
        return Ok(StatusCode::ACCEPTED);
    }
    Err(Problem::not_found("there is no dead letter of this topic and message id"))
}

fn view(stored: StoredDeadLetter) -> DeadLetterView {
    let StoredDeadLetter { letter, count, first_seen } = stored;
    DeadLetterView {
        topic: letter.topic,
        message_id: letter.message_id,
        reason: letter.reason,
        count,
        first_seen,
        payload_hex: hex::encode(letter.payload),
    }
}
