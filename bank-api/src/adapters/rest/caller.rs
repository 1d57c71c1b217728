//! Who asks, by the `authorization` header.

use super::{Rest, problem::Problem};
use crate::{
    application::{TokenHash, token_hash},
    domain::AccountId,
};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{header::AUTHORIZATION, request::Parts},
};
use std::convert::Infallible;

/// The token that was sent, whether or not it is good for anything.
pub struct Token(pub String);

impl Token {
    pub fn hash(&self) -> TokenHash {
        token_hash(&self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Token {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        bearer(parts).map(Self).ok_or_else(Problem::no_session)
    }
}

/// Where nobody has to say who asks.
impl<S: Sync> OptionalFromRequestParts<S> for Token {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(bearer(parts).map(Self))
    }
}

fn bearer(parts: &Parts) -> Option<String> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

/// The account of a live session.
pub struct Caller(pub AccountId);

impl FromRequestParts<Rest> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Problem> {
        let Token(token) = <Token as FromRequestParts<Rest>>::from_request_parts(parts, rest).await?;
        rest.app.sessions.account(&token).await?.map(Self).ok_or_else(Problem::no_session)
    }
}
