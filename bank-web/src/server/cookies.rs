//! The cookies: the session (its value is the bearer token, which no script can read), language, colours, and a flash
//! message.

use axum::{
    http::{HeaderMap, HeaderName, header},
    response::AppendHeaders,
};
use bank_contract::SessionJson;
use pix::Timestamp;

use super::bank_api::Token;

const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;
/// A session's cookie outlives it by this, so that who comes back is told that the session has ended.
const REMEMBERED_SECONDS: i64 = 30 * 24 * 60 * 60;
/// A flash message that no page has shown by then is dropped.
const FLASH_SECONDS: i64 = 60;

/// Cookies do not tell ports apart, so each bank's session has a name of its own.
pub struct Cookies {
    session: String,
    flash: String,
    /// Sent over TLS alone.
    secure: bool,
}

pub type SetCookie = AppendHeaders<[(HeaderName, String); 1]>;

impl Cookies {
    pub fn new(bank_code: &str, secure: bool) -> Cookies {
        let prefix = if secure { "__Host-" } else { "" };
        let flash = format!("note-{bank_code}");
        Cookies { session: format!("{prefix}session-{bank_code}"), flash, secure }
    }

    /// # Errors
    /// When there are two that differ: somebody planted one of them, and nobody can tell which.
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

    /// A flash message: what the next page says was done. Shown once, so that a page that is loaded again does not
    /// repeat it.
    pub fn set_flash(&self, word: &str) -> SetCookie {
        self.set(&self.flash, word, FLASH_SECONDS, "; HttpOnly")
    }

    pub fn flash(&self, headers: &HeaderMap) -> Option<String> {
        read(headers, &self.flash).filter(|word| !word.is_empty())
    }

    pub fn clear_flash(&self) -> SetCookie {
        self.set(&self.flash, "", 0, "; HttpOnly")
    }

    /// A choice of the reader.
    pub fn set_preference(&self, name: &str, value: &str) -> SetCookie {
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
