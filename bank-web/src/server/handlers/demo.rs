//! `/demo`: into the account of somebody who is made up.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::server::{
    app::{Answer, App},
    demo::PASSWORD,
    visitor::{MaybeSession, Visitor, Way},
};

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    person: String,
}

pub async fn use_account(
    State(app): State<App>,
    visitor: Visitor,
    MaybeSession(former): MaybeSession,
    Way(way): Way,
    Form(chosen): Form<Chosen>,
) -> Response {
    let Some(person) = app.demo.find(&chosen.person) else {
        return app.answer(visitor, Ok(Answer::To("/".to_owned()))).await;
    };
    match app.bank.log_in(&person.email, PASSWORD, &way, former.as_ref()).await {
        Ok(session) => (app.cookies.begin_session(&session), Redirect::to("/home")).into_response(),
        Err(problem) => app.answer(visitor, Err(problem)).await,
    }
}
