//! What the script is told before the first event.

use serde_json::{Value, json};

use super::Page;

/// Who looks, what is on stage, how far the journal is, and where phones find us.
pub fn opening(page: &Page) -> Value {
    json!({
        "presenter": page.presenter,
        "lang": page.lang.tag(),
        "ground": page.ground,
        "nodes": page.ground.nodes(),
        "links": page.ground.links(),
        "last": page.last,
        "join": page.ways.join,
        "home": page.ways.home,
        "remote": page.ways.remote,
    })
}
