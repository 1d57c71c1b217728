//! The message in pieces, so that a page can mark what was read in what was written.

use std::ops::Range;

use super::{amounts::Amounts, keys::Keys};
use crate::Description;

/// What a piece of a message was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Changes nothing.
    Rest,
    Key,
    Amount,
    Description,
}

/// A piece of a message, without the white space around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub role: Role,
}

/// The whole of `text`, in its order.
pub(super) fn of(
    text: &str,
    keys: &Keys,
    amounts: &Amounts,
    description: Option<&(Range<usize>, Description)>,
) -> Vec<Part> {
    let mut spans: Vec<_> = keys.spans().map(|span| (span.clone(), Role::Key)).collect();
    spans.extend(amounts.spans().map(|span| (span.clone(), Role::Amount)));
    spans.extend(description.map(|(span, _)| (span.clone(), Role::Description)));
    spans.sort_by_key(|(span, _)| span.start);
    let (mut parts, mut at) = (Vec::new(), 0);
    let mut push = |text: &str, role| {
        if !text.trim().is_empty() {
            parts.push(Part { text: text.trim().to_owned(), role });
        }
    };
    // A page that marks too little is better than none: what would be marked twice is marked once.
    for (span, role) in spans {
        if span.start < at {
            continue;
        }
        push(&text[at..span.start], Role::Rest);
        push(&text[span.clone()], role);
        at = span.end;
    }
    push(&text[at..], Role::Rest);
    parts
}
