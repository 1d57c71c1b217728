//! Why there is no such charge, as problems.

use super::Problem;
use crate::application::ChargeRefusal;
use axum::http::StatusCode;
use bank_contract::problem;

impl From<ChargeRefusal> for Problem {
    fn from(refusal: ChargeRefusal) -> Self {
        let rule = StatusCode::UNPROCESSABLE_ENTITY;
        match refusal {
            ChargeRefusal::NoMoney => Self::field("amount_cents", refusal),
            ChargeRefusal::Expiry => Self::field("expires_in_seconds", refusal),
            ChargeRefusal::Label => Self::field("label", refusal),
            ChargeRefusal::NotYourKey => Self::new(rule, problem::KEY_RULE, refusal),
            ChargeRefusal::KeyReused => Self::new(rule, problem::IDEMPOTENCY_KEY_REUSED, refusal),
            ChargeRefusal::Nowhere => Self::not_found(refusal),
            ChargeRefusal::Paid => Self::new(StatusCode::CONFLICT, problem::CHARGE_PAID, refusal),
            ChargeRefusal::Code(_) => Self::field("amount_cents", refusal),
            ChargeRefusal::Unavailable(unavailable) => unavailable.into(),
        }
    }
}
