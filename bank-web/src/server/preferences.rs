//! `/preferences`: stores language, colours, and whether amounts are hidden, in cookies; then redirects back.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{AppState, local_path};
use crate::{site::Scheme, texts::Lang};

#[derive(Deserialize)]
pub struct Preferences {
    lang: Option<String>,
    scheme: Option<String>,
    hide: Option<String>,
    #[serde(default)]
    back: String,
}

pub async fn keep(State(app): State<AppState>, Form(asked): Form<Preferences>) -> Response {
    let lang = asked
        .lang
        .and_then(|tag| Lang::from_tag(&tag))
        .map(|lang| app.cookies.set_preference("lang", lang.tag()));
    let scheme = asked.scheme.and_then(|word| Scheme::from_word(&word));
    let scheme = scheme.map(|scheme| app.cookies.set_preference("scheme", scheme.as_str()));
    let hide = asked.hide.map(|word| app.cookies.set_preference("hide", if word == "1" { "1" } else { "0" }));
    let back = local_path(&asked.back);
    let flash = (back == "/profile").then(|| app.cookies.set_flash("saved"));
    (lang, scheme, hide, flash, Redirect::to(&back)).into_response()
}
