//! Why a code is not read, as problems.

use super::Problem;
use crate::application::{AmountRefusal, CodeRefusal, PictureRefusal};
use axum::http::StatusCode;
use bank_contract::problem;
use pix::{CodeError, Refusal};
use qr::PictureError;

const RULE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

impl Problem {
    /// An order that says not, or not once, whom or how much it pays.
    pub fn incomplete_order(field: &str, why: impl ToString) -> Self {
        let detail = format!("{field}: {}", why.to_string());
        Self::new(RULE, problem::INCOMPLETE_ORDER, detail).with("field", field.into())
    }

    /// A picture that is none of those that it is said to be.
    pub fn mislabelled_picture() -> Self {
        Self::new(RULE, problem::NOT_A_PICTURE, PictureError::Format)
    }

    /// A picture that was not taken to its end.
    pub fn unread_picture(status: StatusCode) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => PictureError::TooManyBytes.into(),
            _ => Self::unread_body(status),
        }
    }
}

impl From<CodeRefusal> for Problem {
    fn from(refusal: CodeRefusal) -> Self {
        match refusal {
            CodeRefusal::Payee(refusal) => refusal.into(),
            CodeRefusal::Unavailable(unavailable) => unavailable.into(),
            CodeRefusal::Away => Self::unavailable(refusal),
            CodeRefusal::Paid => Self::new(StatusCode::CONFLICT, problem::CHARGE_PAID, refusal),
            CodeRefusal::Expired => Self::new(StatusCode::GONE, problem::CHARGE_EXPIRED, refusal),
            CodeRefusal::Removed => Self::new(StatusCode::GONE, problem::CHARGE_REMOVED, refusal),
            CodeRefusal::NoCharge => Self::new(RULE, problem::CHARGE_UNKNOWN, refusal),
            CodeRefusal::Dynamic => Self::field("code", refusal),
            CodeRefusal::NoCode => Self::new(RULE, problem::NO_CODE, refusal),
            CodeRefusal::NotAlone | CodeRefusal::Text(Refusal::Code(CodeError::Several)) => {
                Self::new(StatusCode::CONFLICT, problem::SEVERAL_CODES, refusal)
            }
            CodeRefusal::Text(Refusal::Code(CodeError::Incomplete | CodeError::Checksum)) => {
                Self::new(RULE, problem::CODE_ALTERED, refusal)
            }
            CodeRefusal::Text(_) | CodeRefusal::ForeignHost => Self::new(RULE, problem::NOT_A_CODE, refusal),
        }
    }
}

impl From<AmountRefusal> for Problem {
    fn from(refusal: AmountRefusal) -> Self {
        match refusal {
            AmountRefusal::Missing => Self::incomplete_order("amount_cents", refusal),
            AmountRefusal::Fixed(_) => Self::field("amount_cents", refusal),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::TooManyBytes | PictureError::TooManyPixels => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, problem::TOO_LARGE, error)
            }
            PictureError::Format => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem::NOT_A_PICTURE, error)
            }
            PictureError::Damaged | PictureError::TooLate => Self::new(RULE, problem::NOT_A_PICTURE, error),
        }
    }
}

impl From<PictureRefusal> for Problem {
    fn from(refusal: PictureRefusal) -> Self {
        match refusal {
            PictureRefusal::Picture(error) => error.into(),
            PictureRefusal::NoCode => Self::new(RULE, problem::NO_CODE, refusal),
            PictureRefusal::Several(ref codes) => {
                let codes = codes.clone();
                Self::new(StatusCode::CONFLICT, problem::SEVERAL_CODES, refusal).with("codes", codes.into())
            }
            PictureRefusal::Code(refusal) => refusal.into(),
            PictureRefusal::Unavailable(unavailable) => unavailable.into(),
        }
    }
}
