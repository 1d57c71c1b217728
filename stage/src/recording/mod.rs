//! The journal in one file, with the page that plays it: for whoever takes it home. The page's own "save" makes the same in
//! the browser (`assets/recording.js`).
//!
//! In reading order: [`Recordings`] (made when asked for, and kept a while), `bundle` (many modules as one), `style` (with
//! fonts and drawings in it), `lines` (packed).

mod bundle;
mod lines;
mod style;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use axum::body::Bytes;
use futures::StreamExt as _;
use tokio::{sync::Mutex, task::spawn_blocking};

use crate::{
    journal::{Ground, Journal, Written},
    page::{Page, Reader, Recorded, texts::Lang},
    rest::assets,
};

/// A room that asks at once is given the same one: packing minutes of lines takes a second of a processor.
const KEPT: Duration = Duration::from_secs(10);

/// The last recording that was made, by language.
#[derive(Clone)]
pub struct Recordings {
    journal: Journal,
    made: Arc<Mutex<[Option<Made>; 2]>>,
}

struct Made {
    at: Instant,
    html: Bytes,
}

impl Recordings {
    pub fn of(journal: Journal) -> Recordings {
        Recordings { journal, made: Arc::default() }
    }

    /// One whose last line is seconds old at the most. One is made at a time.
    ///
    /// # Errors
    /// A module in a form that cannot be put into one file.
    pub async fn made(&self, ground: Ground, lang: Lang) -> anyhow::Result<Bytes> {
        let mut kept = self.made.lock().await;
        let kept = &mut kept[lang as usize];
        if let Some(made) = kept.as_ref().filter(|made| made.at.elapsed() < KEPT) {
            return Ok(made.html.clone());
        }
        let lines: Vec<Written> = self.journal.until_now(1).collect().await;
        let reader = Reader { lang, presenter: false };
        let page = Page::of(&self.journal, without_phones(ground), reader, assets::folder());
        let html = spawn_blocking(move || file(page, &lines)).await.context("no recording was made")??;
        *kept = Some(Made { at: Instant::now(), html: html.clone() });
        Ok(html)
    }
}

/// Nobody's pages are reached from a recording.
fn without_phones(mut ground: Ground) -> Ground {
    ground.banks.iter_mut().for_each(|bank| bank.web_url.clear());
    ground
}

fn file(mut page: Page, lines: &[Written]) -> anyhow::Result<Bytes> {
    let text = |name: &str| {
        let content = assets::content(name).with_context(|| format!("there is no file {name}"))?;
        Ok::<_, anyhow::Error>(std::str::from_utf8(content)?)
    };
    let script = bundle::bundle("stage.js", text)?;
    let style = style::alone(text("stage.css")?)?;
    page.recorded = Some(Recorded { style, script, lines: lines::packed(lines)? });
    Ok(page.html().into())
}
