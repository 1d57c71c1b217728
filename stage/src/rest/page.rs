//! `/`: the page, or for whoever brings the token the cookie, and then the page.

use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderName, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{Stage, assets, headers, phones, problem::Problem, token};
use crate::page::{Page, Reader, Ways, texts::Lang};

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
    let reader = Reader { lang: lang(request), presenter: stage.token.is_in(request) };
    let ground = phones::reached_by(stage.boards.ground(), text(request, header::HOST));
    let policy = headers::of_page(&ground);
    let mut page = Page::of(&stage.journal, ground, reader, assets::folder());
    page.ways = ways(stage, request, reader.presenter);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::VARY, "accept-language, cookie, host".to_owned()),
    ];
    (headers, Html(page.html())).into_response()
}

/// Where the room's phones find what is for them, and the presenter's phone its own.
fn ways(stage: &Stage, request: &HeaderMap, presenter: bool) -> Ways {
    let Some(origin) = stage.reach.origin(request) else { return Ways::default() };
    Ways {
        join: stage.room.is_open().then(|| format!("{origin}/join")),
        home: Some(format!("{origin}/home")),
        remote: presenter.then(|| format!("{origin}/remote?token={}", stage.token.expose())),
    }
}

/// The one that was chosen, or else the first that the browser asks for and we speak.
pub(super) fn lang(request: &HeaderMap) -> Lang {
    let chosen = token::cookies(request, "lang").find_map(Lang::from_tag);
    chosen.unwrap_or_else(|| Lang::accepted(text(request, header::ACCEPT_LANGUAGE).unwrap_or_default()))
}

fn text(request: &HeaderMap, name: HeaderName) -> Option<&str> {
    request.get(name).and_then(|value| value.to_str().ok())
}
