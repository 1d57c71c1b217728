//! Who is the presenter: whoever brings the token, in a header or in the cookie that the printed address sets.

use std::{fmt, str::FromStr};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use engine::Entropy;
use secret::Secret;
use sha2::{Digest as _, Sha256};

use super::{Stage, problem::Problem};

const COOKIE: &str = "stage";
/// What can be guessed is none.
const CHARACTERS_MIN: usize = 16;

/// The presenter's token.
#[derive(Clone)]
pub struct Token(Secret);

/// The text is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a token has {CHARACTERS_MIN} characters or more, of letters, digits, - and _; leave it out, and one is made"
)]
pub struct TokenError;

impl Token {
    /// One that nobody can guess.
    pub fn at_random(entropy: &Entropy) -> Token {
        Token(Secret::new(format!("{:016x}{:016x}", entropy(), entropy())))
    }

    /// For the address that is printed, and for the cookie.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Takes as long whichever character is the first that differs.
    pub(super) fn is(&self, text: &str) -> bool {
        Sha256::digest(self.expose()) == Sha256::digest(text)
    }

    /// Whoever sends these headers brought it.
    pub(super) fn is_in(&self, headers: &HeaderMap) -> bool {
        let bearer =
            headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        bearer.into_iter().chain(cookies(headers, COOKIE)).any(|text| self.is(text))
    }

    /// No script reads it, and no other site's page sends it along.
    pub(super) fn cookie(&self) -> String {
        format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict", self.expose())
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Token, TokenError> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (plain && text.len() >= CHARACTERS_MIN).then(|| Token(Secret::new(text))).ok_or(TokenError)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// All cookies of that name.
pub(super) fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let pairs = all.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    pairs.filter(move |(found, _)| *found == name).map(|(_, value)| value)
}

/// What the audience may ask for: to be a customer, and what customers do.
const ROOM: [&str; 2] = ["/join", "/join/send"];

/// Lets nobody but the presenter ask anything of the system, and of a browser only from our own page.
pub(super) async fn presenter_only(
    State(stage): State<Stage>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if request.method() == Method::POST {
        let site = request.headers().get("sec-fetch-site").map(|site| site.as_bytes());
        if !matches!(site, None | Some(b"same-origin" | b"none")) {
            return Err(Problem::CrossSite);
        }
        let is_the_rooms = ROOM.contains(&request.uri().path());
        if !is_the_rooms && !stage.token.is_in(request.headers()) {
            return Err(Problem::NoToken);
        }
    }
    Ok(next.run(request).await)
}
