//! Every error of the hub as `application/problem+json` (RFC 9457): the only place that picks codes.
//!
//! `type` is stable and is what programs go by; `detail` is for people.

use crate::{
    application::{AuthError, BadField, KeyRefusal, NotNow, ParticipantError},
    domain::{DirectoryRefusal, Participant},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Unavailable;
use serde_json::{Map, Value, json};

/// What every problem is written in.
pub const CONTENT_TYPE: HeaderValue = HeaderValue::from_static(openapi::PROBLEM);

/// An answer that is not a success.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    /// The last word of the `type`.
    word: &'static str,
    detail: String,
    more: Map<String, Value>,
    /// In seconds, where to come back is of use.
    retry_after: u64,
}

impl Problem {
    fn new(status: StatusCode, word: &'static str, detail: impl ToString) -> Self {
        Self { status, word, detail: detail.to_string(), more: Map::new(), retry_after: 1 }
    }

    pub fn malformed(detail: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// A body that is too large, of another type, or not JSON.
    pub fn unreadable(status: StatusCode, detail: impl ToString) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(status, "too_large", detail),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(status, "not_json", detail),
            _ => Self::malformed(detail),
        }
    }

    pub fn not_found(detail: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// The thing is there, and is not in a state for this.
    pub fn conflict(word: &'static str, detail: impl ToString) -> Self {
        Self::new(StatusCode::CONFLICT, word, detail)
    }

    pub fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no_route", "there is nothing at this address; see /docs")
    }

    pub fn no_method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "no_method",
            "this address takes other methods; `allow` has them",
        )
    }

    pub fn unavailable(detail: impl ToString) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// A refusal of which only the status is known.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::no_route(),
            StatusCode::METHOD_NOT_ALLOWED => Self::no_method(),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("the hub cannot do this at present"),
            other if other.is_client_error() => {
                Self { status, ..Self::unreadable(other, "the request cannot be read; see /docs") }
            }
            _ => Self::bug(),
        }
    }

    pub fn bug() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "bug", "the hub made a mistake; its log has more")
    }

    /// The directory refuses. `holder` is the bank that holds the key, if another one does.
    pub fn key(refused: &KeyRefusal, holder: Option<&Participant>) -> Self {
        let (status, word) = match refused {
            KeyRefusal::Rule(DirectoryRefusal::Taken(_)) => (StatusCode::CONFLICT, "taken"),
            KeyRefusal::Rule(DirectoryRefusal::TooMany(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "too_many"),
            KeyRefusal::Rule(DirectoryRefusal::NotTheOwners) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "not_the_owners")
            }
            KeyRefusal::Rule(DirectoryRefusal::Removed) => (StatusCode::CONFLICT, "removed"),
            KeyRefusal::Rule(DirectoryRefusal::RequestIdReused) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "request_id_reused")
            }
            KeyRefusal::Rule(DirectoryRefusal::NotYours) => (StatusCode::FORBIDDEN, "not_yours"),
            KeyRefusal::Data(_) => (StatusCode::BAD_REQUEST, "malformed"),
        };
        let mut problem = Self::new(status, word, refused);
        if let Some(Participant { code, ispb, name }) = holder {
            problem.detail =
                format!("this key is already registered at {name} ({code}); remove it there first");
            problem.more.insert("holder".into(), json!({ "code": code, "ispb": ispb, "name": name }));
        }
        problem
    }
}

impl From<BadField> for Problem {
    fn from(bad: BadField) -> Self {
        // The forms go by the names of the protobuf messages.
        let field = match bad.field {
            "account.branch" => "branch",
            "account.number" => "account",
            "owner.name" => "owner_name",
            "owner.tax_id" => "owner_tax_id",
            other => other.trim_start_matches("bank."),
        };
        let detail = format!("{field}: {}", bad.why);
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", detail);
        problem.more.insert("field".into(), field.into());
        problem
    }
}

impl From<Unavailable> for Problem {
    fn from(unavailable: Unavailable) -> Self {
        Self::unavailable(unavailable)
    }
}

impl From<NotNow> for Problem {
    fn from(not_now: NotNow) -> Self {
        match not_now {
            NotNow::TooOften(wait) => Self {
                retry_after: wait.as_secs().max(1),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_often", not_now)
            },
            NotNow::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl From<AuthError> for Problem {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Unknown => Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", error),
            AuthError::NotABank | AuthError::NotTheAdministration => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", error)
            }
            AuthError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl From<ParticipantError> for Problem {
    fn from(error: ParticipantError) -> Self {
        match error {
            ParticipantError::Clash(_) => Self::new(StatusCode::CONFLICT, "clash", error),
            ParticipantError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { status, word, detail, more, retry_after } = self;
        let mut body = Map::from_iter([
            ("type".into(), format!("urn:codepix:problem:{word}").into()),
            ("title".into(), status.canonical_reason().unwrap_or_default().into()),
            ("status".into(), status.as_u16().into()),
            ("detail".into(), detail.into()),
        ]);
        body.extend(more);
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
        match status {
            StatusCode::UNAUTHORIZED => {
                drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            }
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                drop(headers.insert(header::RETRY_AFTER, retry_after.into()));
            }
            _ => {}
        }
        response
    }
}
