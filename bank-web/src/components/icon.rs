//! Icons: line drawings that take the colour of the text beside them. They are decoration: a text beside each says what
//! it means.

use leptos::prelude::*;

const SPRITE: &str = include_str!("../../art/icons.svg");

/// The drawing of that name; `size` is `s` or empty.
pub fn icon(name: &str, size: &'static str) -> AnyView {
    let class = if size.is_empty() { "icon" } else { "icon s" };
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" inner_html=drawing(name)></svg> }
        .into_any()
}

/// What stands inside the sprite's symbol of that name; nothing if it has none.
fn drawing(name: &str) -> &'static str {
    let begins = SPRITE.find(&format!("id=\"{name}\"")).unwrap_or(SPRITE.len());
    let symbol = SPRITE.get(begins..).unwrap_or_default();
    let inside = symbol.split_once('>').map_or("", |(_, rest)| rest);
    inside.split("</symbol>").next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_is_found_by_its_name() {
        assert_eq!(drawing("left"), r#"<path d="M20 12H5M11 5.5 4.5 12l6.5 6.5"/>"#);
        assert_eq!(drawing("none"), "");
    }
}
