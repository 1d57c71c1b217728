//! `/profile`.

use axum::{Router, extract::State, response::Response, routing::get};

use super::Profile;
use crate::{
    format::{initials, tax_id_label},
    page::Page,
    server::{Answer, AppState, PageRequest, Session},
};

pub fn routes() -> Router<AppState> {
    Router::new().route("/profile", get(profile))
}

async fn profile(State(app): State<AppState>, request: PageRequest, Session(token): Session) -> Response {
    let answer = app.bank.me(&token).await.map(|me| {
        let profile = Profile {
            initials: initials(&me.name),
            tax_id_label: tax_id_label(&me.tax_id_masked).to_owned(),
            tax_id: me.tax_id_masked.clone(),
            email: me.email.clone(),
            saved: request.flash.as_deref() == Some("saved"),
        };
        Answer::inside(&me, Page::Profile(profile))
    });
    app.answer(request, answer).await
}
