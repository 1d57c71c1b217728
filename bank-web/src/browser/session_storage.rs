//! What a tab remembers from page to page: up to where it has heard the bank, so that nothing falls between two pages, and
//! what it has told, so that nothing is told twice.

use js_sys::Date;
use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const SINCE: &str = "since";
const TOLD: &str = "told";
/// What happened longer ago than this is no news, in milliseconds.
const FRESH: f64 = 5.0 * 60_000.0;
const TOLD_MAX: usize = 50;

#[derive(Serialize, Deserialize)]
struct Since {
    account: String,
    id: String,
    at: f64,
}

/// None where the browser keeps nothing.
fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

/// The id of the last event, if that was a short while ago.
pub fn since(account: &str) -> Option<String> {
    let since: Since = serde_json::from_str(&storage()?.get_item(SINCE).ok()??).ok()?;
    (since.account == account && Date::now() - since.at < FRESH).then_some(since.id)
}

pub fn heard(account: &str, id: &str) {
    if id.is_empty() {
        return;
    }
    let since = Since { account: account.to_owned(), id: id.to_owned(), at: Date::now() };
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&since)) {
        let _ = storage.set_item(SINCE, &text);
    }
}

/// Whether that was told before; from now on it was.
pub fn told(end_to_end_id: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let text = storage.get_item(TOLD).ok().flatten().unwrap_or_default();
    let mut told: Vec<&str> = text.split_whitespace().collect();
    if told.contains(&end_to_end_id) {
        return true;
    }
    told.push(end_to_end_id);
    let kept = told.len().saturating_sub(TOLD_MAX);
    let _ = storage.set_item(TOLD, &told[kept..].join(" "));
    false
}
