//! Every error of the bank as `application/problem+json` (RFC 9457): the only place that picks codes.
//!
//! `type` is stable and is what programs go by; `detail` is for people.

mod charges;
mod codes;

use crate::{
    application::{BadField, KeyRefusal, LoginError, OpenError, ReceiptRefusal, Refusal},
    domain::{PinRefusal, ReturnRefusal, SendRefusal},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bank_contract::problem;
use engine::Unavailable;
use pix::{Reason, Timestamp};
use serde_json::{Value, json};
use service::rest::{OfStatus, ProblemJson};
use std::time::Duration;

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

    fn retry_after(self, wait: Duration) -> Self {
        Self(self.0.retry_after(wait))
    }

    pub fn malformed(detail: impl ToString) -> Self {
        Self::new(StatusCode::BAD_REQUEST, problem::MALFORMED, detail)
    }

    /// A field that can be read and breaks a rule.
    pub fn field(field: &'static str, why: impl ToString) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            problem::INVALID_FIELD,
            format!("{field}: {}", why.to_string()),
        )
        .with("field", field.into())
    }

    /// A field of a body that is not written as it should be.
    pub fn unread_field(field: &str, why: impl ToString) -> Self {
        Self::malformed(format!("{field}: {}", why.to_string())).with("field", field.into())
    }

    pub fn not_json() -> Self {
        let detail = "send the body as JSON, with `content-type: application/json`";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem::NOT_JSON, detail)
    }

    /// A body in an encoding that is not read.
    pub fn encoded() -> Self {
        let detail = "send the body as it is: no content-encoding is read but `identity`";
        let problem = ProblemJson::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem::ENCODED, detail);
        Self(problem.with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")))
    }

    /// A body that was not taken to its end.
    pub fn unread_body(status: StatusCode) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(status, problem::TOO_LARGE, "a body has at most 16 KiB")
            }
            _ => Self::malformed("the body broke off, or is not what its headers say; send it again"),
        }
    }

    pub fn no_idempotency_key() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            problem::NO_IDEMPOTENCY_KEY,
            "send an Idempotency-Key header of 1 to 200 visible characters, new for each transfer and the same for \
             each retry",
        )
    }

    pub fn no_session() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            problem::NO_SESSION,
            "log in, and send `authorization: Bearer <token>`; the session may be over",
        )
    }

    pub fn not_found(detail: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, problem::NOT_FOUND, detail)
    }

    pub fn unavailable(detail: impl ToString) -> Self {
        Self(ProblemJson::unavailable(detail))
    }

    pub fn bug() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            problem::BUG,
            "the bank made a mistake; its log has more",
        )
    }
}

impl OfStatus for Problem {
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => {
                Self::new(status, problem::NO_ROUTE, "there is nothing at this address; see /docs")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, problem::NO_METHOD, "this address takes other methods; see /docs")
            }
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("the bank cannot do this at present"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::unread_body(status),
            other if other.is_client_error() => {
                Self::new(other, problem::MALFORMED, "the request cannot be read; see /docs")
            }
            _ => Self::bug(),
        }
    }
}

impl From<BadField> for Problem {
    fn from(bad: BadField) -> Self {
        Self::field(bad.field, bad.why)
    }
}

impl From<Unavailable> for Problem {
    fn from(unavailable: Unavailable) -> Self {
        // What exactly is away is for the log, not for customers.
        tracing::debug!("{unavailable}");
        Self::unavailable(
            "the bank cannot do this at present; try again, with the same Idempotency-Key if you sent one",
        )
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Field(bad) => bad.into(),
            OpenError::TaxIdTaken => {
                Self::new(StatusCode::CONFLICT, problem::TAKEN, error).with("field", "tax_id".into())
            }
            OpenError::EmailTaken => {
                Self::new(StatusCode::CONFLICT, problem::TAKEN, error).with("field", "email".into())
            }
            OpenError::TooMany(wait) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, problem::TOO_MANY_ACCOUNTS, error).retry_after(wait)
            }
            OpenError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Mismatch => Self::new(StatusCode::UNAUTHORIZED, problem::LOGIN_MISMATCH, error),
            LoginError::TooMany(wait) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, problem::TOO_MANY_LOGINS, error).retry_after(wait)
            }
            LoginError::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl From<Refusal> for Problem {
    #[expect(clippy::disallowed_methods, reason = "`Retry-After` counts from the moment of the answer")]
    fn from(refusal: Refusal) -> Self {
        let rule = StatusCode::UNPROCESSABLE_ENTITY;
        match refusal {
            Refusal::NoSession => Self::no_session(),
            Refusal::KeyReused => Self::new(rule, problem::IDEMPOTENCY_KEY_REUSED, refusal),
            Refusal::TooManyGuesses { retry_after } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, problem::TOO_MANY_LOOKUPS, refusal)
                    .retry_after(retry_after)
            }
            Refusal::Send(SendRefusal::Pin(PinRefusal::Wrong { attempts_left }))
            | Refusal::Return(ReturnRefusal::Pin(PinRefusal::Wrong { attempts_left })) => {
                Self::new(StatusCode::FORBIDDEN, problem::WRONG_PIN, refusal)
                    .with("attempts_left", attempts_left.into())
            }
            Refusal::Send(SendRefusal::Pin(PinRefusal::Locked { until }))
            | Refusal::Return(ReturnRefusal::Pin(PinRefusal::Locked { until })) => {
                let wait = until.duration_since(Timestamp::now()).unsigned_abs();
                Self::new(StatusCode::LOCKED, problem::PIN_LOCKED, refusal)
                    .with("locked_until", until.to_string().into())
                    .retry_after(wait)
            }
            Refusal::Send(SendRefusal::NoMoney | SendRefusal::TooMuch)
            | Refusal::Return(ReturnRefusal::NoMoney) => Self::field("amount_cents", refusal),
            Refusal::Send(SendRefusal::Funds { balance, missing })
            | Refusal::Return(ReturnRefusal::Funds { balance, missing }) => {
                Self::new(rule, problem::INSUFFICIENT_FUNDS, refusal)
                    .with("balance_cents", balance.get().into())
                    .with("missing_cents", missing.get().into())
            }
            Refusal::Send(SendRefusal::OwnKey) => Self::new(rule, problem::OWN_KEY, refusal),
            Refusal::Send(SendRefusal::Charge(reason)) => Self::new(rule, charge_word(reason), refusal),
            Refusal::Send(SendRefusal::Closed) | Refusal::Return(ReturnRefusal::Closed) => {
                Self::new(rule, problem::ACCOUNT_CLOSED, refusal)
            }
            Refusal::Return(ReturnRefusal::Unknown) => Self::not_found(refusal),
            Refusal::Return(ReturnRefusal::TooMuch { remaining }) => {
                Self::new(rule, problem::RETURN_TOO_LARGE, refusal)
                    .with("remaining_cents", remaining.get().into())
            }
            Refusal::Return(
                ReturnRefusal::OfAReturn | ReturnRefusal::TooLate | ReturnRefusal::PayerClosed,
            ) => Self::new(rule, problem::NOT_RETURNABLE, refusal),
            Refusal::Contradiction(_) | Refusal::Data => Self::malformed(refusal),
        }
    }
}

/// The word of a problem for a charge of this bank that is not paid.
fn charge_word(reason: Reason) -> &'static str {
    match reason {
        Reason::ChargePaid => problem::CHARGE_PAID,
        Reason::ChargeExpired => problem::CHARGE_EXPIRED,
        Reason::ChargeRemoved => problem::CHARGE_REMOVED,
        Reason::ChargeAmount => problem::CHARGE_AMOUNT,
        _ => problem::CHARGE_UNKNOWN,
    }
}

impl From<KeyRefusal> for Problem {
    fn from(refusal: KeyRefusal) -> Self {
        let rule = StatusCode::UNPROCESSABLE_ENTITY;
        match &refusal {
            KeyRefusal::Malformed(_) | KeyRefusal::Missing | KeyRefusal::DrawnForYou => {
                Self::field("key", refusal)
            }
            KeyRefusal::NotTheHolders => Self::new(rule, problem::NOT_THE_HOLDERS, refusal),
            KeyRefusal::Closed => Self::new(rule, problem::ACCOUNT_CLOSED, refusal),
            KeyRefusal::NoAccount => Self::no_session(),
            KeyRefusal::YoursAlready => Self::new(StatusCode::CONFLICT, problem::YOURS_ALREADY, refusal),
            KeyRefusal::Taken(holder) => {
                let bank = holder
                    .as_ref()
                    .map(|bank| json!({ "code": bank.code, "ispb": bank.ispb, "name": bank.name }));
                Self::new(StatusCode::CONFLICT, problem::TAKEN, &refusal)
                    .with("holder", bank.unwrap_or_default())
            }
            KeyRefusal::Rule(_) | KeyRefusal::TooManyWaiting => Self::new(rule, problem::KEY_RULE, refusal),
            KeyRefusal::Nobody | KeyRefusal::NotAmongYours => Self::not_found(refusal),
            KeyRefusal::TooManyLookups { retry_after } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, problem::TOO_MANY_LOOKUPS, &refusal)
                    .retry_after(*retry_after)
            }
            KeyRefusal::HubAway => Self::unavailable(refusal),
            KeyRefusal::Unavailable(unavailable) => unavailable.clone().into(),
        }
    }
}

impl From<ReceiptRefusal> for Problem {
    fn from(refusal: ReceiptRefusal) -> Self {
        match refusal {
            ReceiptRefusal::NoSuch => Self::not_found(refusal),
            ReceiptRefusal::TooMany(wait) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, problem::TOO_MANY_RECEIPTS, refusal)
                    .retry_after(wait)
            }
            ReceiptRefusal::Unavailable(unavailable) => unavailable.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}
