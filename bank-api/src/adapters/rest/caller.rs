//! Who asks, by the `authorization` header.

use super::{Rest, problem::Problem};
use crate::{
    application::{TokenHash, token_hash},
    domain::AccountId,
};
use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};

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
        let header = parts.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
        let (scheme, token) =
            header.and_then(|header| header.split_once(' ')).ok_or_else(Problem::no_session)?;
        if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
            return Err(Problem::no_session());
        }
        Ok(Self(token.trim().to_owned()))
    }
}

/// The account of a live session.
pub struct Caller(pub AccountId);

impl FromRequestParts<Rest> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, rest: &Rest) -> Result<Self, Problem> {
        let Token(token) = Token::from_request_parts(parts, rest).await?;
        rest.sessions.account(&token).await?.map(Self).ok_or_else(Problem::no_session)
    }
}
