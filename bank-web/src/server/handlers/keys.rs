//! `/pix/keys`: list, register, remove.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use futures::future::try_join;
use pix::{KeyError, KeyKind, PixKey};
use serde::Deserialize;

use crate::{
    copy::Lang,
    model::{Field, KeysPage, NewKey, Note, Page, RemoveKey, Tone},
    server::{
        api::{Problem, Token},
        app::{Answer, App},
        drawn::{is_company, key_row},
        keys::mobile,
        mistakes,
        visitor::{MaybeSession, Session, Visitor},
        words::Clock,
    },
    text::{percent, stored_key_as_written},
};

/// Of a person's account, and of a company's.
const KEYS_MAX: usize = 5;
const KEYS_MAX_COMPANY: usize = 20;

/// What the page of keys says once: that one was removed, or the key that was registered.
const REMOVED: &str = "removed";
const REGISTERED: &str = "registered.";

/// Of whoever has that masked number.
fn keys_max(tax_id_masked: &str) -> usize {
    if is_company(tax_id_masked) { KEYS_MAX_COMPANY } else { KEYS_MAX }
}

pub async fn list(State(app): State<App>, visitor: Visitor, Session(token): Session) -> Response {
    let answer = show_list(&app, &visitor, &token).await;
    app.answer(visitor, answer).await
}

async fn show_list(app: &App, visitor: &Visitor, token: &Token) -> Result<Answer, Problem> {
    let lang = visitor.lang;
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let noted = visitor.noted.as_deref().unwrap_or_default();
    // Only what is truly there is said to be there.
    let registered = keys.iter().filter_map(|key| key.key.as_deref());
    let registered = noted
        .strip_prefix(REGISTERED)
        .and_then(|noted| registered.into_iter().find(|key| percent(key) == noted));
    let note = match registered {
        Some(key) => {
            let text = lang.fill("key.done", &[("key", &stored_key_as_written(key))]);
            Some(Note::new(Tone::Ok, "check", lang.say("key.done.title"), text))
        }
        None => (noted == REMOVED).then(|| Note::new(Tone::Ok, "check", lang.say("keys.removed"), "")),
    };
    let max = keys_max(&me.tax_id_masked);
    let count = lang.fill("keys.count", &[("n", &keys.len().to_string()), ("max", &max.to_string())]);
    let clock = Clock::now(lang);
    let rows = keys.iter().map(|key| key_row(key, clock)).collect();
    let page = KeysPage { keys: rows, count, may_add: keys.len() < max, note };
    Ok(Answer::inside(&me, Page::Keys(page)))
}

pub async fn show_new(
    State(app): State<App>,
    visitor: Visitor,
    Session(token): Session,
    Query(mut form): Query<KeyForm>,
) -> Response {
    if form.kind.is_empty() {
        form.kind = KeyKind::Phone.as_str().to_owned();
    }
    let answer = new_key(&app, visitor.lang, &token, form, None).await;
    app.answer(visitor, answer).await
}

/// The form, with what is wrong with it.
async fn new_key(
    app: &App,
    lang: Lang,
    token: &Token,
    form: KeyForm,
    refused: Option<Refused>,
) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let held: Vec<String> =
        keys.iter().map(|key| key.kind.clone()).filter(|kind| kind == "cpf" || kind == "cnpj").collect();
    let company = is_company(&me.tax_id_masked);
    let max = keys_max(&me.tax_id_masked);
    let (mut note, mut error) = match refused {
        Some(refused) => explained(refused, max, lang),
        None => (None, None),
    };
    // A random key has no field that anything could stand beside.
    if form.kind == KeyKind::Random.as_str()
        && let Some(words) = error.take()
    {
        note = note.or(Some(Note::new(Tone::No, "alert", lang.say("key.err.title"), words)));
    }
    let may_add = keys.len() < max;
    if !may_add {
        note = note.or(Some(full(max, lang)));
    }
    let key = Field { value: form.typed().to_owned(), error };
    let page = NewKey { kind: form.kind, key, held, company, may_add, note };
    Ok(Answer::inside(&me, Page::NewKey(page)))
}

fn full(max: usize, lang: Lang) -> Note {
    let title = lang.fill("key.limit.title", &[("n", &max.to_string())]);
    Note::new(Tone::Wait, "key", title, lang.say("key.limit"))
}

/// What a form was filled with, in a field for each kind, of which the page shows one. Where a log-in came between, its
/// address brings it back.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    kind: String,
    cpf: String,
    cnpj: String,
    phone: String,
    email: String,
    /// The account that the page was drawn for.
    account: String,
}

impl KeyForm {
    fn typed(&self) -> &str {
        match self.kind.as_str() {
            "cpf" => &self.cpf,
            "cnpj" => &self.cnpj,
            "phone" => &self.phone,
            "email" => &self.email,
            _ => "",
        }
    }
}

pub async fn register(
    State(app): State<App>,
    mut visitor: Visitor,
    MaybeSession(token): MaybeSession,
    Form(form): Form<KeyForm>,
) -> Response {
    let lang = visitor.lang;
    let kind = percent(&form.kind);
    visitor.path = format!("/pix/keys/new?kind={kind}&{kind}={}", percent(form.typed()));
    let Some(token) = token else { return app.answer(visitor, Err(Problem::no_session())).await };
    let answer = match registered(&app, lang, &token, &form).await {
        Ok(key) => Ok(Answer::Noted { to: "/pix/keys", note: format!("{REGISTERED}{}", percent(&key)) }),
        Err(Refused::By(problem)) if problem.is("no_session") => Err(problem),
        Err(refused) => new_key(&app, lang, &token, form, Some(refused)).await,
    };
    app.answer(visitor, answer).await
}

enum Refused {
    /// Before the bank was asked.
    Here(String),
    /// The page was drawn for another account than this one.
    OtherAccount(String),
    By(Problem),
}

async fn registered(app: &App, lang: Lang, token: &Token, form: &KeyForm) -> Result<String, Refused> {
    let here = |words: &str| Refused::Here(words.to_owned());
    let me = app.bank.me(token).await.map_err(Refused::By)?;
    if form.account != me.number {
        return Err(Refused::OtherAccount(me.name));
    }
    let kind: KeyKind = form.kind.parse().map_err(|_| here(lang.say("form.err.check")))?;
    let typed = form.typed();
    let key = match kind {
        KeyKind::Random => None,
        _ if typed.trim().is_empty() => return Err(here(lang.say("form.err.required"))),
        KeyKind::Phone => {
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            let local = digits.strip_prefix("55").filter(|rest| rest.len() == 11).unwrap_or(&digits);
            Some(mobile(local).ok_or(here(lang.say("key.err.phone")))?)
        }
        kind => {
            if kind == KeyKind::Email
                && let Some(words) = mistakes::email(typed, lang)
            {
                return Err(Refused::Here(words));
            }
            let wrong = |error| match error {
                KeyError::TaxId(error) => mistakes::tax_id(error, lang),
                _ => lang.say("form.err.check"),
            };
            Some(PixKey::parse(kind, typed).map_err(|error| here(wrong(error)))?)
        }
    };
    let key = key.as_ref().map(PixKey::as_str);
    let answer = app.bank.register_key(token, kind.as_str(), key).await.map_err(Refused::By)?;
    Ok(answer.key.unwrap_or_default())
}

/// The page's note, and the words beside the field.
fn explained(refused: Refused, max: usize, lang: Lang) -> (Option<Note>, Option<String>) {
    let problem = match refused {
        Refused::Here(words) => return (None, Some(words)),
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
        "not_the_holders" => {
            let number = if max == KEYS_MAX { "CPF" } else { "CNPJ" };
            (None, Some(lang.fill("key.err.notyours", &[("kind", number)])))
        }
        "key_rule" => (Some(full(max, lang)), None),
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
        Ok(()) => Ok(Answer::Noted { to: "/pix/keys", note: REMOVED.to_owned() }),
        Err(problem) if problem.is("unavailable") => {
            let note = Note::new(Tone::Wait, "clock", lang.say("hub.down.title"), lang.say("key.err.down"));
            remove_key(app, token, form.key, Some(note)).await
        }
        Err(problem) if problem.is("not_found") => Ok(Answer::To("/pix/keys".to_owned())),
        Err(problem) => Err(problem),
    }
}
