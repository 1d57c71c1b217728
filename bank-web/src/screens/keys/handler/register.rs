//! `/pix/keys/new`: the form, and the registration.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use bank_contract::problem;
use futures::future::try_join;
use pix::{KeyError, KeyKind, PixKey};
use serde::Deserialize;

use super::list::{KEYS_MAX, REGISTERED, keys_max};
use crate::{
    form::{Field, Note, Tone},
    format::{is_company, url_encoded},
    input::{mobile_key, validation},
    page::Page,
    screens::keys::NewKey,
    server::{
        Answer, AppState, MaybeSession, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

pub async fn show_new(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(mut form): Query<KeyForm>,
) -> Response {
    if form.kind.is_empty() {
        form.kind = KeyKind::Phone.as_str().to_owned();
    }
    let answer = new_key(&app, request.lang, &token, form, None).await;
    app.answer(request, answer).await
}

/// The form, with its errors.
async fn new_key(
    app: &AppState,
    lang: Lang,
    token: &Token,
    form: KeyForm,
    refused: Option<Refused>,
) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let held: Vec<String> = keys
        .iter()
        .map(|key| key.kind.as_str().to_owned())
        .filter(|kind| kind == "cpf" || kind == "cnpj")
        .collect();
    let company = is_company(&me.tax_id_masked);
    let max = keys_max(&me.tax_id_masked);
    let (mut note, mut error) = match refused {
        Some(refused) => explained(refused, max, lang),
        None => (None, None),
    };
    // A random key has no field, so its error becomes a note.
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

/// One field for each kind, of which the page shows one. The same fields stand in the address that a log-in comes back to.
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
    State(app): State<AppState>,
    mut request: PageRequest,
    MaybeSession(token): MaybeSession,
    Form(form): Form<KeyForm>,
) -> Response {
    let lang = request.lang;
    let kind = url_encoded(&form.kind);
    request.path = format!("/pix/keys/new?kind={kind}&{kind}={}", url_encoded(form.typed()));
    let Some(token) = token else { return app.answer(request, Err(Problem::no_session())).await };
    let answer = match registered(&app, lang, &token, &form).await {
        Ok(key) => Ok(Answer::RedirectWithFlash {
            to: "/pix/keys",
            flash: format!("{REGISTERED}{}", url_encoded(&key)),
        }),
        Err(Refused::Bank(problem)) if problem.is(problem::NO_SESSION) => Err(problem),
        Err(refused) => new_key(&app, lang, &token, form, Some(refused)).await,
    };
    app.answer(request, answer).await
}

enum Refused {
    /// By the pages, before the bank was asked.
    Invalid(String),
    /// The page was drawn for another account than this one.
    OtherAccount(String),
    /// By the bank.
    Bank(Problem),
}

async fn registered(app: &AppState, lang: Lang, token: &Token, form: &KeyForm) -> Result<String, Refused> {
    let invalid = |words: &str| Refused::Invalid(words.to_owned());
    let me = app.bank.me(token).await.map_err(Refused::Bank)?;
    if form.account != me.number {
        return Err(Refused::OtherAccount(me.name));
    }
    let kind: KeyKind = form.kind.parse().map_err(|_| invalid(lang.say("form.err.check")))?;
    let typed = form.typed();
    let key = match kind {
        KeyKind::Random => None,
        _ if typed.trim().is_empty() => return Err(invalid(lang.say("form.err.required"))),
        KeyKind::Phone => {
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            let local = digits.strip_prefix("55").filter(|rest| rest.len() == 11).unwrap_or(&digits);
            Some(mobile_key(local).ok_or(invalid(lang.say("key.err.phone")))?)
        }
        kind => {
            if kind == KeyKind::Email
                && let Some(words) = validation::email_error(typed, lang)
            {
                return Err(Refused::Invalid(words));
            }
            let wrong = |error| match error {
                KeyError::TaxId(error) => validation::tax_id_error(error, lang),
                _ => lang.say("form.err.check"),
            };
            Some(PixKey::parse(kind, typed).map_err(|error| invalid(wrong(error)))?)
        }
    };
    let key = key.as_ref().map(PixKey::as_str);
    let answer = app.bank.register_key(token, kind, key).await.map_err(Refused::Bank)?;
    Ok(answer.key.unwrap_or_default())
}

/// The page's note, and the error of the field.
fn explained(refused: Refused, max: usize, lang: Lang) -> (Option<Note>, Option<String>) {
    let problem = match refused {
        Refused::Invalid(words) => return (None, Some(words)),
        Refused::OtherAccount(name) => return (Some(Note::other_account(&name, lang)), None),
        Refused::Bank(problem) => problem,
    };
    let field = |words: &str| (None, Some(words.to_owned()));
    match problem.word.as_str() {
        problem::TAKEN => {
            let bank = problem.holder().unwrap_or(lang.say("key.err.taken.bank"));
            let title = lang.fill("key.err.taken.title", &[("bank", bank)]);
            let note = Note::new(Tone::Wait, "bank", title, lang.say("key.err.taken"));
            (Some(note), Some(lang.say("key.err.taken.field").to_owned()))
        }
        problem::YOURS_ALREADY => field(lang.say("key.err.mine")),
        problem::NOT_THE_HOLDERS => {
            let number = if max == KEYS_MAX { "CPF" } else { "CNPJ" };
            (None, Some(lang.fill("key.err.notyours", &[("kind", number)])))
        }
        problem::KEY_RULE => (Some(full(max, lang)), None),
        problem::UNAVAILABLE => {
            let note = Note::new(Tone::Wait, "clock", lang.say("hub.down.title"), lang.say("key.err.down"));
            (Some(note), None)
        }
        _ => field(lang.say("form.err.check")),
    }
}
