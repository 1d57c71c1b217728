//! `GET /pix`: reads what was typed or pasted, and asks where there are two readings. It looks up whom it names, and sends
//! nothing.

mod answer;
mod choices;
mod words;

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;

use crate::{
    format::{pay_page, url_encoded},
    server::{Answer, AppState, PageRequest, Session, bank_api::Problem},
};
use answer::Reader;
use pix::Reading;

pub fn routes() -> Router<AppState> {
    Router::new().route("/pix", get(ask))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PixQuery {
    what: String,
    /// Chosen among several.
    key: String,
    /// Chosen among several: in cents, or `other`.
    amount: String,
}

async fn ask(
    State(app): State<AppState>,
    request: PageRequest,
    Session(token): Session,
    Query(query): Query<PixQuery>,
) -> Response {
    let reader = Reader { app: &app, request: &request, token: &token };
    let asked = request.path.contains("what=");
    let answer = read(&reader, query, asked).await;
    app.answer(request, answer).await
}

async fn read(reader: &Reader<'_>, query: PixQuery, asked: bool) -> Result<Answer, Problem> {
    let PixQuery { what, key, amount } = query;
    if what.trim().is_empty() {
        let error = asked.then(|| reader.request.lang.say("form.err.required").to_owned());
        return reader.field(what, error).await;
    }
    match pix::read(&what) {
        Reading::Key(key) => Ok(Answer::Redirect(format!("/pix/send?key={}", url_encoded(key.as_str())))),
        Reading::Code(_) => Ok(Answer::Redirect(pay_page(&what))),
        Reading::Receipt(_) => {
            reader.field(what, Some(reader.request.lang.say("pix.err.receipt").to_owned())).await
        }
        Reading::Message(message) => reader.message(what, message.into()).await,
        Reading::Unsure(unsure) => reader.unsure(what, unsure, (key, amount)).await,
        Reading::Refused(refusal) => {
            let error = words::refusal(&refusal, reader.request.lang);
            reader.field(what, Some(error)).await
        }
        Reading::Nothing(nothing) => {
            let error = words::nothing(&nothing, reader.request.lang);
            reader.field(what, Some(error)).await
        }
    }
}
