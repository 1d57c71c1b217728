//! Every text of the pages, in both languages, from one table: `texts.tsv`. A test holds that no text is
//! missing and none is unused.

use std::{collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// The languages that pages speak. Money and dates are written the Brazilian way in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    Pt,
    En,
}

const TABLE: &str = include_str!("texts.tsv");

static TEXTS: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?]))
        })
        .collect()
});

impl Lang {
    /// As `lang` attributes and the cookie write it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Pt => "pt-BR",
            Lang::En => "en",
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
        header
            .split(',')
            .filter_map(|item| Lang::from_tag(item.split(';').next().unwrap_or_default()))
            .next()
            .unwrap_or_default()
    }

    /// The text of that key; the key itself where the table has none, which the test forbids.
    pub fn say(self, key: &'static str) -> &'static str {
        TEXTS.get(key).map_or(key, |texts| texts[self as usize])
    }

    /// The text with its `{slots}` filled.
    pub fn fill(self, key: &'static str, slots: &[(&str, &str)]) -> String {
        slots
            .iter()
            .fold(self.say(key).to_owned(), |text, (slot, value)| text.replace(&format!("{{{slot}}}"), value))
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
    fn pages_use_no_text_that_is_missing_and_leave_none_unused() {
        let mut source = String::new();
        read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(), &mut source);
        let used: BTreeSet<&str> = source.split('"').filter(|word| TEXTS.contains_key(word)).collect();
        let unused: Vec<_> = TEXTS.keys().filter(|key| !used.contains(*key)).collect();
        assert!(unused.is_empty(), "unused: {unused:?}");
        for call in [".say(\"", ".fill(\""] {
            for rest in source.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(key == ", " || TEXTS.contains_key(key), "missing: {key}");
            }
        }
    }

    #[test]
    fn a_reader_gets_the_first_language_we_speak() {
        for (header, lang) in [
            ("", Lang::Pt),
            ("en-GB,en;q=0.9,pt;q=0.8", Lang::En),
            ("fr, pt-BR;q=0.5, en;q=0.4", Lang::Pt),
            ("de", Lang::Pt),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }

    fn slots(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
    }

    fn read(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if path.extension().is_some_and(|end| end == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
}
