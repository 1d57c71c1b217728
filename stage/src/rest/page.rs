//! `/`: the page, or for whoever brings the token the cookie, and then the page.

use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{Stage, assets, headers, phones, problem::Problem, token};
use crate::page::{Page, Reader, texts::Lang};

#[derive(Deserialize)]
pub(super) struct Brought {
    token: Option<String>,
}

pub(super) async fn page(
    State(stage): State<Stage>,
    Query(brought): Query<Brought>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match brought.token {
        // The address bar, which everybody in the room reads, does not keep it.
        Some(token) if stage.token.is(&token) => {
            Ok(([(header::SET_COOKIE, stage.token.cookie())], Redirect::to("/")).into_response())
        }
        Some(_) => Err(Problem::NoToken),
        None => Ok(shown(&stage, &headers)),
    }
}

fn shown(stage: &Stage, request: &HeaderMap) -> Response {
    let text = |name| request.get(name).and_then(|value| value.to_str().ok());
    let chosen = token::cookies(request, "lang").find_map(Lang::from_tag);
    let lang = chosen.unwrap_or_else(|| Lang::accepted(text(header::ACCEPT_LANGUAGE).unwrap_or_default()));
    let reader = Reader { lang, presenter: stage.token.is_in(request) };
    let ground = phones::reached_by(stage.boards.ground(), text(header::HOST));
    let policy = headers::of_page(&ground);
    let page = Page::of(&stage.journal, ground, reader, assets::folder());
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::VARY, "accept-language, cookie, host".to_owned()),
    ];
    (headers, Html(page.html())).into_response()
}
