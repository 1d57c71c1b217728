//! Every error, as `application/problem+json`.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use service::rest::{OfStatus, ProblemJson};

use crate::{audience::Refusal, boards::Refused, page::texts::Lang};

/// What kept us from doing as asked.
#[derive(Debug)]
pub(super) enum Problem {
    NoToken,
    CrossSite,
    /// Somebody in the network asked for more than the audience's pages.
    NotTheRooms,
    /// The room's, in the language of whoever holds the phone.
    Room(Refusal, Lang),
    Refused(Refused),
    Malformed(String),
    /// The proof broke off: what it needs does not answer.
    Unproven(anyhow::Error),
    /// Of our own files some could not be put into one.
    Unrecorded(anyhow::Error),
    OfStatus(StatusCode),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        Problem::Refused(refused)
    }
}

impl OfStatus for Problem {
    fn of_status(status: StatusCode) -> Problem {
        Problem::OfStatus(status)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.json().into_response()
    }
}

impl Problem {
    fn json(self) -> ProblemJson {
        use StatusCode as Status;
        match self {
            Problem::NoToken => ProblemJson::new(
                Status::UNAUTHORIZED,
                "no_token",
                "plugs are the presenter's: open the address that was printed when the stage began, or send its token as a bearer token",
            ),
            Problem::CrossSite => ProblemJson::new(
                Status::FORBIDDEN,
                "cross_site",
                "another site's page sent this: use the stage's own page, or a program",
            ),
            Problem::NotTheRooms => ProblemJson::new(
                Status::UNAUTHORIZED,
                "not_the_rooms",
                "from the network the audience's pages are open, beginning with /join; all else is for who opens the address \
                 that was printed when the stage began",
            ),
            Problem::Room(why, lang) => ProblemJson::new(of_the_room(why), why.word(), why.say(lang)),
            Problem::Refused(refused @ Refused::NotHere(_)) => {
                ProblemJson::new(Status::NOT_FOUND, "not_here", refused)
            }
            Problem::Refused(refused @ Refused::NotNow(_)) => {
                ProblemJson::new(Status::CONFLICT, "not_now", refused)
            }
            Problem::Malformed(detail) => ProblemJson::new(Status::BAD_REQUEST, "malformed", detail),
            Problem::Unproven(error) => {
                tracing::warn!("a proof broke off: {error:#}");
                ProblemJson::unavailable(format!("the proof broke off, ask again when all is up: {error:#}"))
            }
            Problem::Unrecorded(error) => {
                tracing::error!("no recording can be made: {error:#}");
                of_status(Status::INTERNAL_SERVER_ERROR)
            }
            Problem::OfStatus(status) => of_status(status),
        }
    }
}

fn of_the_room(why: Refusal) -> StatusCode {
    match why {
        Refusal::Name | Refusal::Amount | Refusal::OrderKey | Refusal::Yourself => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::Full | Refusal::NotYet | Refusal::Nobody => StatusCode::CONFLICT,
        Refusal::Crowd | Refusal::TooFast | Refusal::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Refusal::NoBanks => StatusCode::NOT_FOUND,
        Refusal::Stranger => StatusCode::UNAUTHORIZED,
    }
}

fn of_status(status: StatusCode) -> ProblemJson {
    let (word, detail) = match status {
        StatusCode::NOT_FOUND => {
            ("no_route", "nothing is at this address: the page is at /, its events at /events")
        }
        StatusCode::METHOD_NOT_ALLOWED => ("no_method", "use one of the methods in the allow header"),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "send less: a few fields are all that is asked for"),
        status if status.is_server_error() => ("bug", "the stage made a mistake; its log says which"),
        _ => {
            ("malformed", "the request could not be read: see the stage's README for what each address takes")
        }
    };
    ProblemJson::new(status, word, detail)
}
