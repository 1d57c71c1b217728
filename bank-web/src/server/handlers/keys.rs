//! `/pix/keys`: list, register, remove.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use futures::future::try_join;
use pix::{KeyKind, PixKey};
use serde::Deserialize;

use crate::{
    copy::Lang,
    model::{Field, KeysPage, NewKey, Note, Page, RemoveKey, Tone},
    server::{
        api::{AccountJson, Problem, Token},
        app::{Answer, App},
        drawn::{key_row, tax_id_label},
        keys::mobile,
        visitor::{MaybeSession, Session, Visitor},
        words::Clock,
    },
    text::{percent, stored_key_as_written},
};

/// Of a person (Pix: 5 per account, 20 for a company).
const KEYS_MAX: usize = 5;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeysQuery {
    /// The key that was registered just now.
    registered: Option<String>,
    removed: Option<String>,
}

pub async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(query): Query<KeysQuery>,
) -> Response {
    let answer = show_list(&app, visitor.lang, &token, query).await;
    app.answer(visitor, answer).await
}

async fn show_list(app: &App, lang: Lang, token: &Token, query: KeysQuery) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    // Only what is truly there is said to be there: the address may have come from anywhere.
    let registered = keys.iter().find(|key| key.key.is_some() && key.key == query.registered);
    let note = match (registered, query.removed) {
        (Some(key), _) => {
            let shown = stored_key_as_written(key.key.as_deref().unwrap_or_default());
            let text = lang.fill("key.done", &[("key", &shown)]);
            Some(Note::new(Tone::Ok, "check", lang.say("key.done.title"), text))
        }
        (None, Some(_)) => Some(Note::new(Tone::Ok, "check", lang.say("keys.removed"), "")),
        (None, None) => None,
    };
    let max = keys_max(&me);
    let count = lang.fill("keys.count", &[("n", &keys.len().to_string()), ("max", &max.to_string())]);
    let clock = Clock::now(lang);
    let rows = keys.iter().map(|key| key_row(key, clock)).collect();
    let page = KeysPage { keys: rows, count, may_add: keys.len() < max, note };
    Ok(Answer::inside(&me, Page::Keys(page)))
}

fn keys_max(me: &AccountJson) -> usize {
    if tax_id_label(&me.tax_id_masked) == "CNPJ" { KEYS_MAX * 4 } else { KEYS_MAX }
}

/// What a form was filled with: where a log-in came between, its address brings it back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    kind: String,
    key: String,
    /// The account that the page was drawn for.
    account: String,
}

pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(form): Query<KeyForm>,
) -> Response {
    let kind = if form.kind.is_empty() { "phone" } else { &form.kind };
    let answer = new_key(&app, visitor.lang, &token, kind, Field::of(form.key), None).await;
    app.answer(visitor, answer).await
}

async fn new_key(
    app: &App,
    lang: Lang,
    token: &Token,
    kind: &str,
    key: Field,
    note: Option<Note>,
) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let held =
        keys.iter().map(|key| key.kind.clone()).filter(|kind| kind == "cpf" || kind == "cnpj").collect();
    let company = tax_id_label(&me.tax_id_masked) == "CNPJ";
    let max = keys_max(&me);
    let full = (keys.len() >= max).then(|| {
        let title = lang.fill("key.limit.title", &[("n", &max.to_string())]);
        Note::new(Tone::Wait, "key", title, lang.say("key.limit"))
    });
    let may_add = full.is_none();
    let page = NewKey { kind: kind.to_owned(), key, held, company, may_add, note: note.or(full) };
    Ok(Answer::inside(&me, Page::NewKey(page)))
}

pub async fn register(
    State(app): State<App>,
    mut visitor: Visitor,
    MaybeSession(token): MaybeSession,
    Form(form): Form<KeyForm>,
) -> Response {
    let lang = visitor.lang;
    visitor.path = format!("/pix/keys/new?kind={}&key={}", percent(&form.kind), percent(&form.key));
    let Some(token) = token else { return app.answer(visitor, Err(Problem::no_session())).await };
    let answer = match registered(&app, lang, &token, &form).await {
        Ok(key) => Ok(Answer::To(format!("/pix/keys?registered={}", percent(&key)))),
        Err(Refused::By(problem)) if problem.is("no_session") => Err(problem),
        Err(refused) => {
            let (note, error) = explained(refused, lang);
            // A random key has no field that anything could stand beside.
            let (note, error) = match error {
                Some(words) if form.kind == "random" => {
                    (note.or(Some(Note::new(Tone::No, "alert", lang.say("key.err.title"), words))), None)
                }
                error => (note, error),
            };
            new_key(&app, lang, &token, &form.kind, Field { value: form.key.clone(), error }, note).await
        }
    };
    app.answer(visitor, answer).await
}

enum Refused {
    /// Before the bank was asked.
    Here(&'static str),
    /// The page was drawn for another account than this one.
    OtherAccount(String),
    By(Problem),
}

async fn registered(app: &App, lang: Lang, token: &Token, form: &KeyForm) -> Result<String, Refused> {
    let me = app.bank.me(token).await.map_err(Refused::By)?;
    if form.account != me.number {
        return Err(Refused::OtherAccount(me.name));
    }
    let kind: KeyKind = form.kind.parse().map_err(|_| Refused::Here(lang.say("form.err.check")))?;
    let key = match kind {
        KeyKind::Random => None,
        _ if form.key.trim().is_empty() => return Err(Refused::Here(lang.say("form.err.required"))),
        KeyKind::Phone => {
            let digits: String = form.key.chars().filter(char::is_ascii_digit).collect();
            let local = digits.strip_prefix("55").filter(|rest| rest.len() == 11).unwrap_or(&digits);
            Some(mobile(local).ok_or(Refused::Here(lang.say("key.err.phone")))?)
        }
        kind => {
            let wrong = match kind {
                KeyKind::Email => lang.say("open.err.email"),
                KeyKind::Cnpj => lang.say("open.err.cnpj"),
                _ => lang.say("open.err.cpf"),
            };
            Some(PixKey::parse(kind, &form.key).map_err(|_| Refused::Here(wrong))?)
        }
    };
    let key = key.as_ref().map(PixKey::as_str);
    let answer = app.bank.register_key(token, kind.as_str(), key).await.map_err(Refused::By)?;
    Ok(answer.key.unwrap_or_default())
}

/// The page's note, and the words beside the field.
fn explained(refused: Refused, lang: Lang) -> (Option<Note>, Option<String>) {
    let problem = match refused {
        Refused::Here(words) => return (None, Some(words.to_owned())),
        Refused::OtherAccount(name) => return (Some(other_account(&name, lang)), None),
        Refused::By(problem) => problem,
    };
    let field = |words: &str| (None, Some(words.to_owned()));
    match problem.word.as_str() {
        "taken" => {
            let bank = problem.holder().unwrap_or(lang.say("key.err.taken.bank"));
            let title = lang.fill("key.err.taken.title", &[("bank", bank)]);
            let note = Note::new(Tone::Wait, "bank", title, lang.say("key.err.taken"));
            (Some(note), Some(lang.say("key.err.taken.field").to_owned()))
        }
        "yours_already" => field(lang.say("key.err.mine")),
        "not_the_holders" => field(lang.say("key.err.notyours")),
        "key_rule" => field(lang.say("key.limit")),
        "unavailable" => {
            let note = Note::new(Tone::Wait, "clock", lang.say("hub.down.title"), lang.say("key.err.down"));
            (Some(note), None)
        }
        _ => field(lang.say("form.err.check")),
    }
}

/// Nothing was done for a page of somebody who was logged in here before.
fn other_account(name: &str, lang: Lang) -> Note {
    let text = lang.fill("other.account", &[("name", name)]);
    Note::new(Tone::Wait, "user", lang.say("other.account.title"), text)
}

#[derive(Deserialize)]
pub struct OneKey {
    #[serde(default)]
    key: String,
    #[serde(default)]
    account: String,
}

pub async fn show_remove(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(query): Query<OneKey>,
) -> Response {
    let answer = remove_key(&app, &token, query.key, None).await;
    app.answer(visitor, answer).await
}

async fn remove_key(app: &App, token: &Token, key: String, note: Option<Note>) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    if !keys.iter().any(|held| held.key.as_deref() == Some(&key)) {
        return Ok(Answer::To("/pix/keys".to_owned()));
    }
    let page = RemoveKey { shown: stored_key_as_written(&key), key, note };
    Ok(Answer::inside(&me, Page::RemoveKey(page)))
}

pub async fn remove(
    State(app): State<App>,
    mut visitor: Visitor,
    MaybeSession(token): MaybeSession,
    Form(form): Form<OneKey>,
) -> Response {
    visitor.path = format!("/pix/keys/remove?key={}", percent(&form.key));
    let Some(token) = token else { return app.answer(visitor, Err(Problem::no_session())).await };
    let answer = removed(&app, visitor.lang, &token, form).await;
    app.answer(visitor, answer).await
}

async fn removed(app: &App, lang: Lang, token: &Token, form: OneKey) -> Result<Answer, Problem> {
    if form.account != app.bank.me(token).await?.number {
        return Ok(Answer::To("/pix/keys".to_owned()));
    }
    match app.bank.remove_key(token, &form.key).await {
        Ok(()) => Ok(Answer::To("/pix/keys?removed=1".to_owned())),
        Err(problem) if problem.is("unavailable") => {
            let note = Note::new(Tone::Wait, "clock", lang.say("hub.down.title"), lang.say("key.err.down"));
            remove_key(app, token, form.key, Some(note)).await
        }
        Err(problem) if problem.is("not_found") => Ok(Answer::To("/pix/keys".to_owned())),
        Err(problem) => Err(problem),
    }
}
