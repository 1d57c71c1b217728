//! The presenter's phone: the next scene, the hub's plug, the proof. It needs the token, as plugs do.

use axum::{
    extract::{Query, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{Stage, assets, audience::wants_a_page, headers, page::lang, problem::Problem};
use crate::{
    journal::{Entry, Node, ProcessState},
    page::remote::Remote,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    token: Option<String>,
    /// The scene that the picture has come to by itself.
    at: Option<u8>,
}

pub(super) async fn page(
    State(stage): State<Stage>,
    Query(Asked { token, at }): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    match token {
        // As at the page: the address is not kept.
        Some(token) if stage.token.is(&token) => {
            Ok(([(header::SET_COOKIE, stage.token.cookie())], Redirect::to("/remote")).into_response())
        }
        None if stage.token.is_in(&headers) => Ok(shown(&stage, &headers, at)),
        Some(_) | None => Err(Problem::NoToken),
    }
}

fn shown(stage: &Stage, request: &HeaderMap, at: Option<u8>) -> Response {
    let (mut scene, mut hub, mut proof) = (0, ProcessState::Up, None);
    for line in stage.journal.present(0) {
        match line.entry {
            Entry::Scene { number } => scene = number,
            Entry::Process { node: Node::Hub, state, .. } => hub = state,
            Entry::Proof { certificate } => proof = Some(certificate),
            _ => {}
        }
    }
    let remote = Remote {
        lang: lang(request),
        ground: stage.boards.ground(),
        files: assets::folder(),
        scene: at.unwrap_or(scene),
        hub,
        proof,
    };
    (headers::of_a_form(), Html(remote.html())).into_response()
}

/// A form without scripts has pressed something: it is shown its page again, and not the bare answer.
pub(super) async fn back_to_it(request: Request, next: Next) -> Response {
    let form = request.method() == Method::POST && wants_a_page(request.headers());
    let answer = next.run(request).await;
    if form && answer.status().is_success() { Redirect::to("/remote").into_response() } else { answer }
}
