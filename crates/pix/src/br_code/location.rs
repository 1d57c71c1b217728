//! Where a dynamic code's charge is to be asked for. It is never resolved here, and whether the host is a bank's, the
//! hub's list says.

use std::{fmt, str::FromStr};

/// `host/path`, without scheme, the host in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    text: String,
    host_ends_at: usize,
}

/// The text is no location of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a charge's address is written as host/path, without https:// and in at most 77 characters")]
pub struct LocationError;

impl Location {
    /// The most that the standard has room for; codes in the wild hold more.
    pub const MAX_BYTES: usize = 77;

    /// Where the bank at `code_host` serves its charge `token` (letters, digits, `-` and `_`):
    /// `<code_host>/c/<token>`.
    pub fn of_charge(code_host: &str, token: &str) -> Result<Location, LocationError> {
        let location: Location = format!("{code_host}/c/{token}").parse()?;
        let is_token =
            !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        (is_token && location.path()[3..] == *token && location.text.len() <= Self::MAX_BYTES)
            .then_some(location)
            .ok_or(LocationError)
    }

    /// With its port, where one is written: `pix.example.com`, `localhost:3001`.
    pub fn host(&self) -> &str {
        &self.text[..self.host_ends_at]
    }

    /// Begins with a slash; without query and without `..`.
    pub fn path(&self) -> &str {
        &self.text[self.host_ends_at..]
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The token, where the address is of the form that our banks give theirs.
    pub fn token(&self) -> Option<&str> {
        self.path().strip_prefix("/c/").filter(|token| !token.contains('/'))
    }
}

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Location, LocationError> {
        let host_ends_at = text.find('/').ok_or(LocationError)?;
        let (host, path) = text.split_at(host_ends_at);
        if !(text.len() <= 99 && is_host(host) && is_path(path)) {
            return Err(LocationError);
        }
        Ok(Location { text: host.to_ascii_lowercase() + path, host_ends_at })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "443"));
    let named = name.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    named && (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit())
}

/// What leads to one page of that host and nowhere else.
fn is_path(text: &str) -> bool {
    text.len() > 1
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~".contains(&b))
        && !text.split('/').any(|segment| matches!(segment, "." | ".."))
}
