//! `GET` and `POST /pix/scan`. The photo goes to the bank as it is and is kept nowhere.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, State},
    response::Response,
    routing::get,
};
use bank_contract::problem;
use pix::{BrCode, Reading};
use tokio::sync::Semaphore;

use super::{Found, Scan};
use crate::{
    format::{money, pay_page},
    page::Page,
    server::{
        Answer, AppState, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

/// The bank takes 8 MB; around them stands the form.
const PHOTO_MAX: usize = (8 << 20) + (16 << 10);
/// Photos that are held in memory at once.
static PLACES: Semaphore = Semaphore::const_new(4);

pub fn routes() -> Router<AppState> {
    let limit = DefaultBodyLimit::max(PHOTO_MAX);
    Router::new().route("/pix/scan", get(ask).post(read).layer(limit))
}

async fn ask(State(app): State<AppState>, request: PageRequest, Session(token): Session) -> Response {
    let answer = page(&app, &token, Scan::default()).await;
    app.answer(request, answer).await
}

async fn page(app: &AppState, token: &Token, scan: Scan) -> Result<Answer, Problem> {
    Ok(Answer::inside(&app.bank.me(token).await?, Page::Scan(scan)))
}

async fn read(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    form: Multipart,
) -> Response {
    let answer = match PLACES.try_acquire() {
        Ok(_place) => read_photo(&app, request.lang, &token, form).await,
        Err(_) => page(&app, &token, wrong(request.lang, "scan.err.busy")).await,
    };
    app.answer(request, answer).await
}

async fn read_photo(app: &AppState, lang: Lang, token: &Token, form: Multipart) -> Result<Answer, Problem> {
    let photo = match photo_of(form).await {
        Some(photo) if photo.is_empty() => return page(app, token, wrong(lang, "scan.err.none")).await,
        Some(photo) => photo,
        None => return page(app, token, wrong(lang, "scan.err.large")).await,
    };
    match app.bank.read_code(token, photo).await {
        Ok(said) => Ok(Answer::Redirect(pay_page(&said.code))),
        Err(problem) if problem.is(problem::SEVERAL_CODES) => {
            let found = problem.texts("codes").into_iter().filter_map(|code| found(code, lang)).collect();
            page(app, token, Scan { error: None, found }).await
        }
        Err(problem) => {
            let words = words(&problem).ok_or(problem)?;
            page(app, token, wrong(lang, words)).await
        }
    }
}

/// None where it is too large, or broke off.
async fn photo_of(mut form: Multipart) -> Option<axum::body::Bytes> {
    while let Some(field) = form.next_field().await.ok()? {
        if field.name() == Some("photo") {
            return field.bytes().await.ok();
        }
    }
    Some(axum::body::Bytes::new())
}

fn wrong(lang: Lang, words: &'static str) -> Scan {
    Scan { error: Some(lang.say(words).to_owned()), found: Vec::new() }
}

/// The text that says why the bank does not read it.
fn words(problem: &Problem) -> Option<&'static str> {
    Some(match problem.word.as_str() {
        problem::NO_CODE => "scan.err.none",
        problem::NOT_A_CODE => "code.err.other.any",
        problem::CODE_ALTERED => "code.err.sum",
        problem::NOT_A_PICTURE => "scan.err.format",
        problem::TOO_LARGE => "scan.err.large",
        problem::NOT_FOUND => "code.err.inside",
        problem::TOO_MANY_LOOKUPS => "send.err.limited",
        problem::UNAVAILABLE => "scan.err.busy",
        _ => return None,
    })
}

fn found(code: String, lang: Lang) -> Option<Found> {
    let Reading::Code(read) = pix::read(&code) else { return None };
    let amount = match &read {
        BrCode::Static(code) => code.amount.map(|amount| money(amount.get())),
        BrCode::Dynamic(_) => None,
    };
    let text = amount.unwrap_or_else(|| lang.say("unsure.code").to_owned());
    Some(Found { title: read.merchant().name().to_owned(), text, code })
}
