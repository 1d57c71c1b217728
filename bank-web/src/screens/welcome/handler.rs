//! `/`, and `/demo`, which logs in as one of the demo people.

use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{DemoPerson, Welcome};
use crate::{
    page::Page,
    server::{
        Answer, AppState, ForwardedFor, MaybeSession, PageRequest,
        demo::{Demo, PASSWORD, Person},
    },
    texts::Lang,
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/", get(welcome)).route("/demo", post(use_account))
}

async fn welcome(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(token): MaybeSession,
) -> Response {
    if let Some(token) = token
        && app.bank.me(&token).await.is_ok()
    {
        return Redirect::to("/home").into_response();
    }
    let page = Page::Welcome(Welcome { demo: demo_people(&app.demo, request.lang) });
    app.answer(request, Ok(Answer::page(page))).await
}

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    person: String,
}

async fn use_account(
    State(app): State<AppState>,
    request: PageRequest,
    MaybeSession(former): MaybeSession,
    ForwardedFor(forwarded_for): ForwardedFor,
    Form(chosen): Form<Chosen>,
) -> Response {
    let Some(person) = app.demo.find(&chosen.person) else {
        return app.answer(request, Ok(Answer::Redirect("/".to_owned()))).await;
    };
    match app.bank.log_in(&person.email, PASSWORD, &forwarded_for, former.as_ref()).await {
        Ok(session) => (app.cookies.begin_session(&session), Redirect::to("/home")).into_response(),
        Err(problem) => app.answer(request, Err(problem)).await,
    }
}

fn demo_people(demo: &Demo, lang: Lang) -> Vec<DemoPerson> {
    let shown = |person: &Person| DemoPerson {
        id: person.email.clone(),
        name: person.name.to_owned(),
        words: lang.say("welcome.demo.pin").to_owned(),
    };
    demo.people.iter().map(shown).collect()
}
