//! What people paste into the one field, and what is read in it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod doubts;
mod figures;
mod keys;
mod messages;
mod others;
mod properties;

use super::*;
use crate::KeyKind;

#[track_caller]
fn message(text: &str) -> Message {
    match read(text) {
        Reading::Message(message) => message,
        other => panic!("{text:?}: {other:?}"),
    }
}

#[track_caller]
fn unsure(text: &str) -> Unsure {
    match read(text) {
        Reading::Unsure(unsure) => unsure,
        other => panic!("{text:?}: {other:?}"),
    }
}

#[track_caller]
fn nothing(text: &str) -> Nothing {
    match read(text) {
        Reading::Nothing(nothing) => nothing,
        other => panic!("{text:?}: {other:?}"),
    }
}

/// `manda|+50|…`: what changes nothing stands alone, `+` marks an amount, `@` a key, `"` a description.
fn marked(parts: &[Part]) -> String {
    let mark = |role| match role {
        Role::Rest => "",
        Role::Amount => "+",
        Role::Key => "@",
        Role::Description => "\"",
    };
    parts.iter().map(|part| mark(part.role).to_owned() + &part.text).collect::<Vec<_>>().join("|")
}
