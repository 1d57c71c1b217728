//! The files of `assets/`: the page's script, style and fonts. They stand in the program; `assets/list.rs` names them.
//!
//! A page asks for them in a folder named after all their content, which is kept for ever: modules, styles and fonts name
//! each other as they do on disk. Without that folder's name a file is asked for again each time, by its tag.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};

/// As the list writes them.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $name)))),*]
    };
}

#[path = "../../assets/list.rs"]
mod list;
use list::FILES;

/// The sign of a browser's tab.
const ICON: &str = include_str!("../page/favicon.svg");

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Changes with the content of any file.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all =
        FILES.iter().fold(Sha256::new(), |sum, (name, content)| sum.chain_update(name).chain_update(content));
    short(&all.finalize())
});

fn short(digest: &[u8]) -> String {
    hex::encode(&digest[..8])
}

/// Where a page finds them: `/assets/0123456789abcdef`.
pub fn folder() -> String {
    format!("/assets/{}", *VERSION)
}

/// The content of a file, as for a recording, which carries its page with it.
pub fn content(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(file, _)| *file == name).map(|(_, content)| *content)
}

/// The names of all files.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

pub(super) async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let versioned = path.split_once('/').filter(|(version, _)| *version == *VERSION).map(|(_, name)| name);
    let name = versioned.unwrap_or(&path);
    let Some(content) = content(name) else { return StatusCode::NOT_FOUND.into_response() };
    let tag = format!("\"{}\"", short(&Sha256::digest(content)));
    let kept = if versioned.is_some() { FOR_EVER } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let told = [(header::ETAG, tag.as_str()), (header::CACHE_CONTROL, kept)];
    if known {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    (told, [(header::CONTENT_TYPE, content_type(name))], content).into_response()
}

pub(super) async fn icon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, FOR_AN_HOUR)], ICON).into_response()
}

/// By the end of its name.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}
