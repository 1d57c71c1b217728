//! Texts with keys in them, or with a part in bold.

use leptos::prelude::*;

use crate::format::pieces;

/// A text that a line break may divide: an e-mail before its `@` and dots, a phone nowhere.
pub fn breakable(text: &str) -> AnyView {
    let piece = |(at, piece): (usize, String)| view! { {(at > 0).then(|| view! { <wbr/> })}{piece} };
    pieces(text).into_iter().enumerate().map(piece).collect_view().into_any()
}

/// `text` with `part` in bold, where it stands in it.
pub fn with_bold(text: &str, part: &str) -> AnyView {
    match text.split_once(part) {
        Some((before, after)) if !part.is_empty() => {
            view! { {before.to_owned()}<b>{part.to_owned()}</b>{breakable(after)} }.into_any()
        }
        _ => breakable(text),
    }
}
