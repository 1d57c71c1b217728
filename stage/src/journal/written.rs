//! A line on its way.

use std::sync::Arc;

use super::Line;

/// A line as it goes over the wire, written once for all readers.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub n: u64,
    /// What kind of line, as in its field `what`.
    pub what: &'static str,
    pub json: Arc<str>,
}

impl From<&Line> for Written {
    fn from(line: &Line) -> Written {
        // Every field is text, a number, or a map by text: there is nothing JSON could not say.
        let json = serde_json::to_string(line).unwrap_or_default();
        Written { n: line.n, what: line.entry.what(), json: json.into() }
    }
}

impl Written {
    /// Read again; None never, for a line that we wrote.
    pub fn line(&self) -> Option<Line> {
        serde_json::from_str(&self.json)
            .inspect_err(|error| tracing::error!("line {} cannot be read again: {error}", self.n))
            .ok()
    }
}
