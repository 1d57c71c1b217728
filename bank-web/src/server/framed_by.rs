//! Whose pages may show ours in a frame. A page that is framed by a stranger can be made to be clicked unseen, so as a rule
//! nobody's may.

use std::{fmt, str::FromStr};

use axum::http::Uri;

/// Scheme, host and port, like `http://localhost:3000`: all pages there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// The text is no origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError;

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an origin is a scheme, a host and a port and nothing after them, like http://localhost:3000",
        )
    }
}

impl std::error::Error for OriginError {}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Origin, OriginError> {
        let uri: Uri = text.parse().map_err(|_| OriginError)?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"));
        let host = uri.authority().filter(|host| host.as_str().bytes().all(of_an_address));
        let (Some(scheme), Some(host)) = (scheme, host) else { return Err(OriginError) };
        let origin = format!("{scheme}://{host}");
        // Whatever else it says, no policy could.
        (origin == text).then_some(Origin(origin)).ok_or(OriginError)
    }
}

/// Nothing that would mean something else in a policy.
fn of_an_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)
}

/// All who may; nobody, as a rule. Written with blanks or commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FramedBy(pub Vec<Origin>);

impl FromStr for FramedBy {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<FramedBy, OriginError> {
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        words.map(str::parse).collect::<Result<_, _>>().map(FramedBy)
    }
}

/// As the directive `frame-ancestors` takes it.
pub(super) fn frame_ancestors(framed_by: &[Origin]) -> String {
    if framed_by.is_empty() {
        return "'none'".to_owned();
    }
    framed_by.iter().map(|origin| origin.0.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_origin_has_a_scheme_a_host_and_a_port_at_most() {
        for text in ["http://localhost:3000", "https://stage.example", "http://[::1]:3000"] {
            assert_eq!(text.parse(), Ok(Origin(text.to_owned())), "{text}");
        }
        for text in [
            "",
            "localhost:3000",
            "http://localhost:3000/",
            "http://a/b",
            "ftp://a",
            "*",
            "http://*",
            "'self'",
            "http://a; script-src *",
            "http://a b",
            "http://me@a",
        ] {
            assert_eq!(text.parse::<Origin>(), Err(OriginError), "{text}");
        }
    }

    #[test]
    fn who_is_not_named_frames_nothing() {
        let policy = |text: &str| text.parse::<FramedBy>().map(|all| frame_ancestors(&all.0));
        assert_eq!(policy(""), Ok("'none'".into()));
        for text in ["http://a:1 http://b:2", "http://a:1,http://b:2", " http://a:1, http://b:2 "] {
            assert_eq!(policy(text), Ok("http://a:1 http://b:2".into()), "{text}");
        }
        assert_eq!(policy("http://a:1 *"), Err(OriginError));
    }
}
