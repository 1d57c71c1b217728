//! `/pix/charge`: the wish, and its charge. Sent twice, it is one.

use axum::{Form, extract::State, response::Response};
use bank_contract::{ChargeRequestJson, KeyStatusJson, problem};
use futures::future::try_join;
use serde::Deserialize;

use crate::{
    components::key_row,
    form::{Field, Note, Tone},
    format::Clock,
    input::{read_amount, validation},
    page::Page,
    screens::charge::{NewCharge, OwnKey},
    server::{
        Answer, AppState, MaybeSession, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChargeForm {
    amount: String,
    text: String,
    key: String,
    expires: String,
    once: String,
    order: String,
    /// The account that the page was drawn for.
    account: String,
}

pub async fn ask(State(app): State<AppState>, request: PageRequest, Session(token): Session) -> Response {
    let form = ChargeForm { expires: "1h".into(), once: "yes".into(), ..ChargeForm::default() };
    let answer = form_page(&app, request.lang, &token, (form, Wrong::default())).await;
    app.answer(request, answer).await
}

/// What is wrong with a wish.
#[derive(Default)]
struct Wrong {
    amount: Option<String>,
    text: Option<String>,
    note: Option<Note>,
}

impl Wrong {
    fn is_none(&self) -> bool {
        self.amount.is_none() && self.text.is_none() && self.note.is_none()
    }
}

async fn form_page(
    app: &AppState,
    lang: Lang,
    token: &Token,
    (form, wrong): (ChargeForm, Wrong),
) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    let clock = Clock::now(lang);
    let active = keys.iter().filter(|key| key.status == KeyStatusJson::Active);
    let rows = active.map(|key| key_row(key, clock));
    let keys = rows.map(|row| OwnKey {
        shown: format!("{} · {}", row.kind_name, row.shown.unwrap_or_default()),
        chosen: row.key == form.key,
        key: row.key,
    });
    let order = if form.order.is_empty() { uuid::Uuid::new_v4().to_string() } else { form.order };
    let page = NewCharge {
        amount: Field { value: form.amount, error: wrong.amount },
        text: Field { value: form.text, error: wrong.text },
        keys: keys.collect(),
        expires: form.expires,
        once: form.once == "yes",
        order,
        note: wrong.note,
    };
    Ok(Answer::inside(&me, Page::NewCharge(page)))
}

pub async fn make(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(token): MaybeSession,
    Form(form): Form<ChargeForm>,
) -> Response {
    let Some(token) = token else { return app.answer(request, Err(Problem::no_session())).await };
    let answer = made(&app, request.lang, &token, form).await;
    app.answer(request, answer).await
}

async fn made(app: &AppState, lang: Lang, token: &Token, form: ChargeForm) -> Result<Answer, Problem> {
    let me = app.bank.me(token).await?;
    let mut wrong = Wrong::default();
    if form.account != me.number {
        wrong.note = Some(Note::other_account(&me.name, lang));
    }
    let typed = form.amount.trim();
    let amount = if typed.is_empty() { Ok(None) } else { read_amount(typed).map(Some) };
    match amount {
        Ok(Some(amount)) if !amount.is_positive() => {
            wrong.amount = Some(lang.say("send.err.zero").to_owned())
        }
        Err(_) => wrong.amount = Some(lang.say("send.err.amount").to_owned()),
        Ok(_) => {}
    }
    if pix::Description::parse(&form.text).is_err() {
        wrong.text = Some(validation::text_error(&form.text, lang));
    }
    let Ok(amount) = amount else { return form_page(app, lang, token, (form, wrong)).await };
    if !wrong.is_none() {
        return form_page(app, lang, token, (form, wrong)).await;
    }
    let wish = ChargeRequestJson {
        key: form.key.clone(),
        amount_cents: amount.map(pix::Cents::get),
        description: Some(form.text.trim().to_owned()),
        label: None,
        expires_in_seconds: seconds(&form.expires),
        single_use: form.once == "yes",
    };
    match app.bank.make_charge(token, &wish, &form.order).await {
        Ok(charge) => Ok(Answer::Redirect(format!("/pix/charges/{}", charge.txid))),
        Err(problem)
            if matches!(problem.word.as_str(), problem::INVALID_FIELD | problem::IDEMPOTENCY_KEY_REUSED) =>
        {
            let note = Note::new(Tone::No, "alert", lang.say("form.err.one"), lang.say("form.err.check"));
            wrong.note = Some(note);
            form_page(app, lang, token, (ChargeForm { order: String::new(), ..form }, wrong)).await
        }
        Err(problem) => Err(problem),
    }
}

/// None where it does not expire.
fn seconds(expires: &str) -> Option<i64> {
    match expires {
        "15min" => Some(15 * MINUTE),
        "1h" => Some(HOUR),
        "1d" => Some(DAY),
        "7d" => Some(7 * DAY),
        _ => None,
    }
}
