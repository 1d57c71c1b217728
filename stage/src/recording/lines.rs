//! The lines, packed: gzip, in base64.

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::journal::Written;

/// Characters above which messages leave their contents behind.
const PACKED_MAX: usize = 1_500_000;
/// What they leave.
const CONTENTS: [&str; 3] = ["body", "key", "traceparent"];

pub fn packed(lines: &[Written]) -> std::io::Result<String> {
    let whole = gzip(lines.iter().map(|line| line.json.to_string()))?;
    if whole.len() <= PACKED_MAX {
        return Ok(whole);
    }
    gzip(
        lines
            .iter()
            .map(|line| if line.what == "message" { slim(&line.json) } else { line.json.to_string() }),
    )
}

fn slim(json: &str) -> String {
    let Ok(Value::Object(mut line)) = serde_json::from_str(json) else { return json.to_owned() };
    CONTENTS.iter().for_each(|name| drop(line.remove(*name)));
    Value::Object(line).to_string()
}

fn gzip(lines: impl Iterator<Item = String>) -> std::io::Result<String> {
    let mut to = GzEncoder::new(Vec::new(), Compression::new(6));
    for line in lines {
        to.write_all(line.as_bytes())?;
        to.write_all(b"\n")?;
    }
    Ok(STANDARD.encode(to.finish()?))
}
