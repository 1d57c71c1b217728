//! `/login` and `/logout`.

use axum::{
    Form, Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use bank_contract::problem;
use serde::Deserialize;

use super::{LoggedIn, Login};
use crate::{
    form::{Field, Note, Tone},
    page::Page,
    server::{
        Answer, AppState, ForwardedFor, MaybeSession, PageRequest,
        bank_api::{Problem, Token},
        local_path,
    },
    texts::Lang,
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/login", get(show_login).post(log_in)).route("/logout", post(log_out))
}

/// The page for a browser that is logged in already; None if it is not.
pub async fn already_logged_in(app: &AppState, token: Option<&Token>, next: &str) -> Option<Answer> {
    let me = app.bank.me(token?).await.ok()?;
    Some(Answer::page(Page::LoggedIn(LoggedIn { name: me.name, next: local_path(next) })))
}

#[derive(Deserialize)]
pub struct LoginQuery {
    #[serde(default)]
    next: String,
    ended: Option<String>,
}

async fn show_login(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(token): MaybeSession,
    Query(query): Query<LoginQuery>,
) -> Response {
    if let Some(answer) = already_logged_in(&app, token.as_ref(), &query.next).await {
        return app.answer(request, Ok(answer)).await;
    }
    let ended = query.ended.map(|_| {
        Note::new(
            Tone::Plain,
            "info",
            request.lang.say("login.expired.title"),
            request.lang.say("login.expired"),
        )
    });
    let page = Login { login: Field::default(), password_error: None, note: ended, next: query.next };
    let page = Page::Login(page);
    app.answer(request, Ok(Answer::page(page))).await
}

#[derive(Deserialize)]
pub struct LoginForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    /// Set when the form was sent to change the language.
    lang: Option<String>,
}

async fn log_in(
    State(app): State<AppState>,
    mut request: PageRequest,
    MaybeSession(former): MaybeSession,
    ForwardedFor(forwarded_for): ForwardedFor,
    Form(form): Form<LoginForm>,
) -> Response {
    if let Some(lang) = form.lang.as_deref().and_then(Lang::from_tag) {
        request.lang = lang;
        let login = Field::of(form.login);
        let page = Page::Login(Login { login, password_error: None, note: None, next: form.next });
        let page = app.answer(request, Ok(Answer::page(page))).await;
        return (app.cookies.set_preference("lang", lang.tag()), page).into_response();
    }
    let lang = request.lang;
    let missing = |missing: bool| missing.then(|| lang.say("form.err.required").to_owned());
    let (login, password_error) = (
        Field { error: missing(form.login.trim().is_empty()), value: form.login },
        missing(form.password.is_empty()),
    );
    if login.has_error() || password_error.is_some() {
        let page = Page::Login(Login { login, password_error, note: None, next: form.next });
        return app.answer(request, Ok(Answer::page(page))).await;
    }
    match app.bank.log_in(login.value.trim(), &form.password, &forwarded_for, former.as_ref()).await {
        Ok(session) => {
            (app.cookies.begin_session(&session), Redirect::to(&local_path(&form.next))).into_response()
        }
        Err(problem) => {
            let note = Some(refused(&problem, lang));
            let page = Page::Login(Login { login, password_error, note, next: form.next });
            app.answer(request, Ok(Answer::page(page))).await
        }
    }
}

fn refused(problem: &Problem, lang: Lang) -> Note {
    let text = match problem.word.as_str() {
        problem::TOO_MANY_LOGINS => {
            let minutes = problem.retry_after.unwrap_or(60).div_ceil(60);
            lang.fill("login.err.limited", &[("time", &format!("{minutes} min"))])
        }
        problem::LOGIN_MISMATCH | problem::MALFORMED | problem::INVALID_FIELD => {
            lang.say("login.err.bad").to_owned()
        }
        _ => lang.say("err.500").to_owned(),
    };
    Note::new(Tone::No, "alert", lang.say("login.err.title"), text)
}

#[derive(Deserialize)]
pub struct LogOutForm {
    #[serde(default)]
    next: String,
}

async fn log_out(
    State(app): State<AppState>,
    MaybeSession(token): MaybeSession,
    Form(form): Form<LogOutForm>,
) -> Response {
    if let Some(token) = token {
        // The cookie is removed in any case; a session that could not be ended expires.
        let _ = app.bank.log_out(&token).await;
    }
    let next = if form.next.is_empty() { "/".to_owned() } else { local_path(&form.next) };
    (app.cookies.end_session(), Redirect::to(&next)).into_response()
}
