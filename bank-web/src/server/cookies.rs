//! The cookies: the session (its value is the bearer token, which no script can read), language and look.

use axum::{
    http::{HeaderMap, HeaderName, header},
    response::AppendHeaders,
};
use pix::Timestamp;

use super::bank_api::{SessionJson, Token};

const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;
/// A session's cookie outlives it by this: who comes back is told that the session has ended, rather than nothing.
const REMEMBERED_SECONDS: i64 = 30 * 24 * 60 * 60;
/// A note that no page came to show is forgotten.
const NOTE_SECONDS: i64 = 60;

/// Cookies do not tell ports apart, so each bank's session has a name of its own.
pub struct Cookies {
    session: String,
    note: String,
    /// Only over TLS.
    secure: bool,
}

pub type SetCookie = AppendHeaders<[(HeaderName, String); 1]>;

impl Cookies {
    pub fn new(bank_code: &str, secure: bool) -> Cookies {
        let prefix = if secure { "__Host-" } else { "" };
        let note = format!("note-{bank_code}");
        Cookies { session: format!("{prefix}session-{bank_code}"), note, secure }
    }

    /// # Errors
    /// When there are two that differ: one of them was slipped in, and nobody can tell which.
    pub fn session(&self, headers: &HeaderMap) -> Result<Option<Token>, TwoSessions> {
        let mut tokens = read_all(headers, &self.session).filter(|token| !token.is_empty());
        let first = tokens.next();
        if tokens.any(|token| Some(token) != first) {
            return Err(TwoSessions);
        }
        Ok(first.map(|token| Token(token.to_owned())))
    }

    pub fn begin_session(&self, session: &SessionJson) -> SetCookie {
        let lives = session.expires_at.as_second() - Timestamp::now().as_second();
        self.set(&self.session, &session.token, lives.max(0) + REMEMBERED_SECONDS, "; HttpOnly")
    }

    pub fn end_session(&self) -> SetCookie {
        self.set(&self.session, "", 0, "; HttpOnly")
    }

    /// What the next page says was done; said once, so that a page asked for again does not say it again.
    pub fn note(&self, word: &str) -> SetCookie {
        self.set(&self.note, word, NOTE_SECONDS, "; HttpOnly")
    }

    pub fn noted(&self, headers: &HeaderMap) -> Option<String> {
        read(headers, &self.note).filter(|word| !word.is_empty())
    }

    pub fn note_was_shown(&self) -> SetCookie {
        self.set(&self.note, "", 0, "; HttpOnly")
    }

    /// A choice of the reader.
    pub fn keep(&self, name: &str, value: &str) -> SetCookie {
        self.set(name, value, YEAR_SECONDS, "")
    }

    fn set(&self, name: &str, value: &str, seconds: i64, more: &str) -> SetCookie {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax{more}{secure}");
        AppendHeaders([(header::SET_COOKIE, cookie)])
    }
}

/// Two cookies that both say whose session this is.
#[derive(Debug)]
pub struct TwoSessions;

/// The cookie of that name.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    read_all(headers, name).next().map(str::to_owned)
}

fn read_all<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(move |(found, _)| *found == name)
        .map(|(_, value)| value)
}
