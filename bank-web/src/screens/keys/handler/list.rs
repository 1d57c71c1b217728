//! `GET /pix/keys`: the list, and what was just done.

use axum::{extract::State, response::Response};
use futures::future::try_join;

use crate::{
    components::key_row,
    form::{Note, Tone},
    format::{Clock, is_company, stored_key_as_written, url_encoded},
    page::Page,
    screens::keys::KeysPage,
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
};

/// Of a person; a company may have more.
pub const KEYS_MAX: usize = 5;
const KEYS_MAX_COMPANY: usize = 20;

/// Flash messages: a key was removed; the key that follows was registered.
pub const REMOVED: &str = "removed";
pub const REGISTERED: &str = "registered.";

/// How many keys the holder of that CPF or CNPJ may have.
pub fn keys_max(tax_id_masked: &str) -> usize {
    if is_company(tax_id_masked) { KEYS_MAX_COMPANY } else { KEYS_MAX }
}

pub async fn list(State(app): State<AppState>, request: PageRequest, Session(token): Session) -> Response {
    let answer = show_list(&app, &request, &token).await;
    app.answer(request, answer).await
}

async fn show_list(app: &AppState, request: &PageRequest, token: &Token) -> Result<Answer, Problem> {
    let lang = request.lang;
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let flash = request.flash.as_deref().unwrap_or_default();
    // A cookie can be forged: only a key that is in the list is said to be registered.
    let registered = keys.iter().filter_map(|key| key.key.as_deref());
    let registered = flash
        .strip_prefix(REGISTERED)
        .and_then(|flash| registered.into_iter().find(|key| url_encoded(key) == flash));
    let note = match registered {
        Some(key) => {
            let text = lang.fill("key.done", &[("key", &stored_key_as_written(key))]);
            Some(Note::new(Tone::Ok, "check", lang.say("key.done.title"), text))
        }
        None => (flash == REMOVED).then(|| Note::new(Tone::Ok, "check", lang.say("keys.removed"), "")),
    };
    let max = keys_max(&me.tax_id_masked);
    let count = lang.fill("keys.count", &[("n", &keys.len().to_string()), ("max", &max.to_string())]);
    let clock = Clock::now(lang);
    let rows = keys.iter().map(|key| key_row(key, clock)).collect();
    let page = KeysPage { keys: rows, count, may_add: keys.len() < max, note };
    Ok(Answer::inside(&me, Page::Keys(page)))
}
