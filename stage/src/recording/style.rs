//! The style with its fonts and drawings in it, so that it needs no other file.

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::rest::assets;

const OPENS: &str = "url(\"";

/// Each `url("name")` of a file of ours becomes its content.
pub fn alone(css: &str) -> anyhow::Result<String> {
    let (mut alone, mut rest) = (String::with_capacity(css.len() * 2), css);
    while let Some(at) = rest.find(OPENS) {
        let (before, from) = rest.split_at(at + OPENS.len());
        let end = from.find('"').context("a url in the style does not end")?;
        alone.push_str(before);
        let name = &from[..end];
        alone.push_str(&if name.starts_with("data:") { name.to_owned() } else { as_data(name)? });
        rest = &from[end..];
    }
    alone.push_str(rest);
    Ok(alone)
}

fn as_data(name: &str) -> anyhow::Result<String> {
    let content = assets::content(name).with_context(|| format!("there is no file {name}"))?;
    Ok(format!("data:{};base64,{}", assets::content_type(name), STANDARD.encode(content)))
}
