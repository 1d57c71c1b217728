//! Body, path and query of a request; what cannot be read becomes a problem rather than the framework's plain text.

use super::problem::Problem;
use axum::{
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{PathRejection, QueryRejection},
    },
    http::{
        HeaderMap, HeaderName,
        header::{CONTENT_ENCODING, CONTENT_TYPE},
    },
};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// Characters of a field's name that are said back.
const NAME_MAX: usize = 40;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if word(request.headers(), CONTENT_ENCODING)
            .is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity"))
        {
            return Err(Problem::encoded());
        }
        if !is_json(request.headers()) {
            return Err(Problem::not_json());
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection| Problem::unread_body(rejection.status()))?;
        read(&bytes).map(Self)
    }
}

fn word(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or_default().trim())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = word(headers, CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // To the parser a list is as good as an object, with the fields in their order: to people it is not.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(no_object());
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        wrong(&path, &error.into_inner())
    })?;
    json.end().map_err(|error| wrong(".", &error))?;
    Ok(value)
}

fn no_object() -> Problem {
    Problem::malformed("the body is a JSON object, with the fields that /docs shows")
}

/// In words for people. The parser's own are read here, and nowhere else.
fn wrong(path: &str, error: &serde_json::Error) -> Problem {
    if error.classify() != Category::Data {
        let (line, column) = (error.line(), error.column());
        return Problem::malformed(format!("the body is not JSON; look at line {line}, column {column}"));
    }
    let words = error.to_string();
    let named = |start: &str| words.strip_prefix(start)?.split('`').next();
    if let Some(field) = named("missing field `") {
        return Problem::unread_field(field, "is missing");
    }
    if let Some(field) = named("duplicate field `") {
        return Problem::unread_field(field, "is there twice; send it once");
    }
    if let Some(field) = named("unknown field `") {
        let field: String = field.chars().take(NAME_MAX).collect();
        let known: Vec<_> = words.split('`').skip(3).step_by(2).collect();
        return Problem::unread_field(
            &field,
            format!("is no field of this request; it has {}", known.join(", ")),
        );
    }
    if path == "." {
        return no_object();
    }
    let expected = words.rsplit("expected ").next().unwrap_or_default();
    let why = match expected {
        _ if words.contains("UUID") => "take it from the lookup of the key, or leave it out",
        number if number.starts_with(['i', 'u']) => {
            "write a whole number of at most 18 digits, without quotes"
        }
        text if text.starts_with("a string") => "write a text, in quotes",
        _ => "cannot be read; see /docs",
    };
    Problem::unread_field(path, why)
}

/// The parts of the path.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// What stands behind the question mark.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}
