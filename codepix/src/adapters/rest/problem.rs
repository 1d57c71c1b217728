//! Every error of the hub as `application/problem+json` (RFC 9457): the only place that picks codes.
//!
//! `type` is stable and is what programs go by; `detail` is for people.

use crate::{
    application::{AuthError, BadField, KeyRefusal, NotNow, ParticipantError},
    domain::{DirectoryRefusal, Participant},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::Unavailable;
use serde_json::{Value, json};
use service::rest::{OfStatus, ProblemJson};

/// Of what the framework cannot read.
const UNREADABLE: &str = "the request cannot be read; see /docs";

/// An answer that is not a success.
#[derive(Debug)]
pub struct Problem(ProblemJson);

impl Problem {
    fn new(status: StatusCode, word: &'static str, detail: impl ToString) -> Self {
        Self(ProblemJson::new(status, word, detail))
    }

    fn with(self, field: &str, value: Value) -> Self {
        Self(self.0.with(field, value))
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

    pub fn unavailable(detail: impl ToString) -> Self {
        Self(ProblemJson::unavailable(detail))
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
        let Some(Participant { code, ispb, name }) = holder else { return Self::new(status, word, refused) };
        let detail = format!("this key is already registered at {name} ({code}); remove it there first");
        Self::new(status, word, detail).with("holder", json!({ "code": code, "ispb": ispb, "name": name }))
    }
}

impl OfStatus for Problem {
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => {
                Self::new(status, "no_route", "there is nothing at this address; see /docs")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "no_method", "this address takes other methods; `allow` has them")
            }
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("the hub cannot do this at present"),
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::unreadable(status, UNREADABLE)
            }
            other if other.is_client_error() => Self::new(other, "malformed", UNREADABLE),
            _ => Self::bug(),
        }
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
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", detail).with("field", field.into())
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
            NotNow::TooOften(wait) => {
                Self(ProblemJson::new(StatusCode::TOO_MANY_REQUESTS, "too_often", not_now).retry_after(wait))
            }
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
        self.0.into_response()
    }
}
