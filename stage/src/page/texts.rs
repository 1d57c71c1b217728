//! Every text of the page, in both languages, from one table: `assets/texts.tsv`. The script gets the same table.

use std::{collections::HashMap, sync::LazyLock};

use serde_json::{Value, json};

/// The languages that the page speaks. Money and dates are written the Brazilian way in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Pt,
    En,
}

const TABLE: &str = include_str!("../../assets/texts.tsv");

static TEXTS: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| rows().collect());

fn rows() -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
}

/// `{"page.title": ["CodePix: o palco", "CodePix: the stage"], …}`, for the script.
pub fn for_the_script() -> Value {
    rows().map(|(key, texts)| (key.to_owned(), json!(texts))).collect()
}

impl Lang {
    /// As `lang` attributes and the cookie write it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Pt => "pt-BR",
            Lang::En => "en",
        }
    }

    pub fn other(self) -> Lang {
        match self {
            Lang::Pt => Lang::En,
            Lang::En => Lang::Pt,
        }
    }

    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split('-').next().unwrap_or_default();
        match primary.trim().to_ascii_lowercase().as_str() {
            "pt" => Some(Lang::Pt),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that there are texts in. Browsers list the preferred one first.
    pub fn accepted(header: &str) -> Lang {
        let tags = header.split(',').map(|item| item.split(';').next().unwrap_or_default());
        tags.filter_map(Lang::from_tag).next().unwrap_or_default()
    }

    /// The text of that key; the key itself where the table has none, as for a state that only services know.
    pub fn say(self, key: &str) -> &str {
        TEXTS.get(key).map_or(key, |texts| texts[self as usize])
    }

    /// The text with its `{slots}` filled.
    pub fn fill(self, key: &str, slots: &[(&str, &str)]) -> String {
        let text = self.say(key).to_owned();
        slots.iter().fold(text, |text, (slot, value)| text.replace(&format!("{{{slot}}}"), value))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    #[test]
    fn every_text_stands_in_both_languages_with_the_same_slots() {
        for line in TABLE.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
            assert_eq!(slots(cells[1]), slots(cells[2]), "{line}");
        }
        assert_eq!(TEXTS.len() + 1, TABLE.lines().count(), "a key stands twice");
    }

    #[test]
    fn the_page_uses_no_text_that_is_missing() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let source: String = files
            .filter(|path| path.is_file() && path.file_name().unwrap() != "texts.rs")
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        for call in ["say(\"", "fill(\"", "text(page, \"", "label(page, \""] {
            for rest in source.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(key.contains('{') || TEXTS.contains_key(key), "missing: {key}");
            }
        }
    }

    #[test]
    fn a_reader_gets_the_first_language_we_speak() {
        for (header, lang) in
            [("", Lang::Pt), ("en-GB,en;q=0.9,pt;q=0.8", Lang::En), ("fr, pt-BR;q=0.5, en;q=0.4", Lang::Pt)]
        {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }

    fn slots(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
    }
}
