//! Who asks, by the `authorization` header. A handler that names [`Bank`], [`Administration`]
//! or [`Anybody`] is closed to others.

use super::{Rest, problem::Problem};
use crate::{
    application::{Caller, bearer},
    domain::Participant,
};
use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};

/// The bank that asks.
pub struct Bank(pub Participant);

/// It is the administration that asks.
pub struct Administration;

/// A bank or the administration: the answer depends on who asks.
pub struct Anybody(pub Caller);

impl FromRequestParts<Rest> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Problem> {
        Ok(Self(rest.authenticator.anybody(token(parts)).await?))
    }
}

impl FromRequestParts<Rest> for Bank {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Problem> {
        Ok(Self(rest.authenticator.bank(token(parts)).await?))
    }
}

impl FromRequestParts<Rest> for Administration {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Problem> {
        rest.authenticator.administration(token(parts)).await?;
        Ok(Self)
    }
}

fn token(parts: &Parts) -> Option<&str> {
    bearer(parts.headers.get(AUTHORIZATION)?.to_str().ok()?)
}
