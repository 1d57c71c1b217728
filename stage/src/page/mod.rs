//! The page: the picture's frame, which a script then fills from the stream of events, and below it the same truth in
//! words, which needs none.
//!
//! In reading order: [`Page`] (all that it is drawn from), [`document`] (head and body), `scene`, `deck` and `sheets` (the
//! parts of the picture), `opening` (what the script is told), `words` (the list), [`texts`] (every text, in both languages).
//! What phones load: [`audience`] with [`audience_parts`], [`remote`], [`home`], each in a `phone`'s frame.

pub mod audience;
pub mod audience_parts;
mod deck;
mod document;
pub mod home;
mod opening;
mod parts;
mod phone;
pub mod remote;
mod scene;
mod sheets;
pub mod texts;
mod words;

use leptos::prelude::RenderHtml as _;

use crate::journal::{Ground, Journal, Line};
use texts::Lang;

/// All that a page is drawn from.
pub struct Page {
    pub lang: Lang,
    /// Who looks at it may pull plugs. The audience's page shows none.
    pub presenter: bool,
    /// With the addresses of the banks' pages as this reader's browser reaches them.
    pub ground: Ground,
    /// What is so now, as lines.
    pub present: Vec<Line>,
    /// The last lines, oldest first.
    pub recent: Vec<Line>,
    /// The number of the last line.
    pub last: u64,
    /// Where the files stand, `/assets/0123456789abcdef`.
    pub files: String,
    /// For the words' "since": when the page was drawn.
    pub drawn_at: jiff::Timestamp,
    pub ways: Ways,
    /// None for a page that lives.
    pub recorded: Option<Recorded>,
}

/// Addresses for phones; each is shown as a sign that they read.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// Where the room joins.
    pub join: Option<String>,
    /// What may be taken home.
    pub home: Option<String>,
    /// The presenter's own, with the token: on no page but the presenter's.
    pub remote: Option<String>,
}

/// What a page carries with it that plays by itself, from a disk too.
pub struct Recorded {
    /// All style, with fonts and drawings in it.
    pub style: String,
    /// All script, as one module.
    pub script: String,
    /// The lines, packed with gzip, in base64.
    pub lines: String,
}

/// How many lines of the journal the words tell.
const TOLD: usize = 14;
/// Of how many transfers under way the words tell; all are in the sums.
const NAMED: usize = 20;

impl Page {
    /// The page as of now.
    pub fn of(journal: &Journal, ground: Ground, reader: Reader, files: String) -> Page {
        let Reader { lang, presenter } = reader;
        let (present, recent) = (journal.present(NAMED), journal.recent(TOLD));
        Page {
            lang,
            presenter,
            ground,
            present,
            recent,
            last: journal.last(),
            files,
            drawn_at: journal.now(),
            ways: Ways::default(),
            recorded: None,
        }
    }

    /// The whole document.
    pub fn html(&self) -> String {
        format!("<!DOCTYPE html>{}", document::document(self).to_html())
    }
}

/// Who looks at the page.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub lang: Lang,
    pub presenter: bool,
}
