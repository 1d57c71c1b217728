//! `/keys`: keys are registered, found, listed and removed.

use super::{
    Rest,
    caller::Bank,
    input::{Body, Path, Query},
    problem::Problem,
    views::{self, EntryView},
};
use crate::{
    application::{KeyCommand, KeyForm, KeyRefusal, key_form},
    domain::{DirectoryRefusal, Entry},
};
use axum::{Json, extract::State, http::StatusCode};
use pix::KeyKind;
use serde::{Deserialize, Serialize};

/// Entries in one answer, at the most.
const LIMIT_MAX: i64 = 1000;

#[derive(Deserialize)]
pub struct NewKey {
    /// A UUID, chosen once and repeated until the answer is definite.
    request_id: String,
    kind: KeyKind,
    /// Left out for a random key.
    #[serde(default)]
    key: String,
    branch: String,
    account: String,
    owner_name: String,
    owner_tax_id: String,
}

#[derive(Deserialize)]
pub struct Page {
    #[serde(default)]
    after: String,
    #[serde(default)]
    limit: i64,
}

#[derive(Deserialize)]
pub struct Which {
    entry_id: String,
}

#[derive(Serialize)]
pub struct Keys {
    keys: Vec<EntryView>,
    /// Give it as `after` for the next page.
    next_after: Option<String>,
}

pub async fn register(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Body(new): Body<NewKey>,
) -> Result<(StatusCode, Json<EntryView>), Problem> {
    let form = KeyForm {
        request_id: new.request_id,
        kind: Some(new.kind),
        key: new.key,
        branch: new.branch,
        number: new.account,
        owner_name: new.owner_name,
        owner_tax_id: new.owner_tax_id,
    };
    let registration = form.read(bank.ispb, rest.app.draw_key())?;
    let entry = keep(&rest, KeyCommand::Register(registration)).await?.ok_or_else(Problem::bug)?;
    Ok((StatusCode::CREATED, Json(views::entry(entry, &bank))))
}

pub async fn find(
    State(rest): State<Rest>,
    _: Bank,
    Path(key): Path<String>,
) -> Result<Json<EntryView>, Problem> {
    let key = key_form::key("key", &key)?;
    let found = rest.app.find_key(&key).await?;
    let (entry, bank) = found.ok_or_else(|| Problem::not_found("nobody has registered this key"))?;
    Ok(Json(views::entry(entry, &bank)))
}

pub async fn list(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Query(page): Query<Page>,
) -> Result<Json<Keys>, Problem> {
    let after = match page.after.as_str() {
        "" => String::new(),
        text => key_form::key("after", text)?.as_str().to_owned(),
    };
    let limit = key_form::limit(page.limit, LIMIT_MAX)?;
    let (entries, more) = rest.app.keys_of(bank.ispb, &after, limit).await?;
    let next_after = entries.last().filter(|_| more).map(|entry| entry.key.to_string());
    let keys = entries.into_iter().map(|entry| views::entry(entry, &bank)).collect();
    Ok(Json(Keys { keys, next_after }))
}

pub async fn remove(
    State(rest): State<Rest>,
    Bank(bank): Bank,
    Path(key): Path<String>,
    Query(Which { entry_id }): Query<Which>,
) -> Result<StatusCode, Problem> {
    let removal = key_form::removal(bank.ispb, &key, &entry_id)?;
    keep(&rest, KeyCommand::Remove(removal)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn keep(rest: &Rest, command: KeyCommand) -> Result<Option<Entry>, Problem> {
    let refused = match rest.app.keep_key(command).await? {
        Ok(entry) => return Ok(entry),
        Err(refused) => refused,
    };
    let holder = match &refused {
        // Only a name is at stake: without it the refusal is still told.
        KeyRefusal::Rule(DirectoryRefusal::Taken(ispb)) => rest.app.bank(*ispb).await.ok().flatten(),
        KeyRefusal::Rule(_) | KeyRefusal::Data(_) => None,
    };
    Err(Problem::key(&refused, holder.as_ref()))
}
