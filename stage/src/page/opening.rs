//! What the script is told before the first event.

use serde_json::{Value, json};

use super::Page;

/// Who looks, what is on stage, and how far the journal is.
pub fn opening(page: &Page) -> Value {
    json!({
        "presenter": page.presenter,
        "lang": page.lang.tag(),
        "ground": page.ground,
        "nodes": page.ground.nodes(),
        "links": page.ground.links(),
        "last": page.last,
    })
}
