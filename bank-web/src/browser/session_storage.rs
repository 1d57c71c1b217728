//! What a tab remembers from page to page: the last event that it received, so that none is lost between two pages, and the
//! transfers that it has notified of, so that none is notified of twice.

use js_sys::Date;
use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

const LAST_EVENT: &str = "since";
const NOTIFIED: &str = "told";
/// Older events are not asked for again. In milliseconds.
const EVENT_AGE_MAX_MS: f64 = 5.0 * 60_000.0;
const NOTIFIED_MAX: usize = 50;

#[derive(Serialize, Deserialize)]
struct LastEvent {
    account: String,
    id: String,
    at: f64,
}

/// None where the browser forbids it.
fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

/// The id of the last event of that account, if it is recent.
pub fn last_event_id(account: &str) -> Option<String> {
    let last: LastEvent = serde_json::from_str(&storage()?.get_item(LAST_EVENT).ok()??).ok()?;
    (last.account == account && Date::now() - last.at < EVENT_AGE_MAX_MS).then_some(last.id)
}

pub fn remember_event(account: &str, id: &str) {
    if id.is_empty() {
        return;
    }
    let last = LastEvent { account: account.to_owned(), id: id.to_owned(), at: Date::now() };
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&last)) {
        let _ = storage.set_item(LAST_EVENT, &text);
    }
}

/// Whether the tab has notified of that transfer before; remembers that it has now.
pub fn already_notified(end_to_end_id: &str) -> bool {
    let Some(storage) = storage() else { return false };
    let text = storage.get_item(NOTIFIED).ok().flatten().unwrap_or_default();
    let mut notified: Vec<&str> = text.split_whitespace().collect();
    if notified.contains(&end_to_end_id) {
        return true;
    }
    notified.push(end_to_end_id);
    let kept = notified.len().saturating_sub(NOTIFIED_MAX);
    let _ = storage.set_item(NOTIFIED, &notified[kept..].join(" "));
    false
}
