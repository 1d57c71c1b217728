//! `/pix/keys/remove`: the confirmation, and the removal.

use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use bank_contract::problem;
use futures::future::try_join;
use serde::Deserialize;

use super::list::REMOVED;
use crate::{
    form::{Note, Tone},
    format::{stored_key_as_written, url_encoded},
    page::Page,
    screens::keys::RemoveKey,
    server::{
        Answer, AppState, MaybeSession, PageRequest, Session,
        bank_api::{Problem, Token},
    },
    texts::Lang,
};

#[derive(Deserialize)]
pub struct RemovalForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    account: String,
}

pub async fn show_remove(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<RemovalForm>,
) -> Response {
    let answer = remove_key(&app, &token, query.key, None).await;
    app.answer(request, answer).await
}

async fn remove_key(
    app: &AppState,
    token: &Token,
    key: String,
    note: Option<Note>,
) -> Result<Answer, Problem> {
    let (me, keys) = try_join(app.bank.me(token), app.bank.keys(token)).await?;
    if !keys.iter().any(|held| held.key.as_deref() == Some(&key)) {
        return Ok(Answer::Redirect("/pix/keys".to_owned()));
    }
    let page = RemoveKey { shown: stored_key_as_written(&key), key, note };
    Ok(Answer::inside(&me, Page::RemoveKey(page)))
}

pub async fn remove(
    State(app): State<AppState>,
    mut request: PageRequest,
    MaybeSession(token): MaybeSession,
    Form(form): Form<RemovalForm>,
) -> Response {
    request.path = format!("/pix/keys/remove?key={}", url_encoded(&form.key));
    let Some(token) = token else { return app.answer(request, Err(Problem::no_session())).await };
    let answer = removed(&app, request.lang, &token, form).await;
    app.answer(request, answer).await
}

async fn removed(app: &AppState, lang: Lang, token: &Token, form: RemovalForm) -> Result<Answer, Problem> {
    if form.account != app.bank.me(token).await?.number {
        return Ok(Answer::Redirect("/pix/keys".to_owned()));
    }
    match app.bank.remove_key(token, &form.key).await {
        Ok(()) => Ok(Answer::RedirectWithFlash { to: "/pix/keys", flash: REMOVED.to_owned() }),
        Err(problem) if problem.is(problem::UNAVAILABLE) => {
            let note = Note::new(Tone::Wait, "clock", lang.say("hub.down.title"), lang.say("key.err.down"));
            remove_key(app, token, form.key, Some(note)).await
        }
        Err(problem) if problem.is(problem::NOT_FOUND) => Ok(Answer::Redirect("/pix/keys".to_owned())),
        Err(problem) => Err(problem),
    }
}
