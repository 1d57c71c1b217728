//! What everybody may take home: the last certificate, and the recording.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};

use super::{Stage, assets, headers, page::lang, problem::Problem};
use crate::{journal::Entry, page::home::Home};

pub(super) async fn page(State(stage): State<Stage>, headers: HeaderMap) -> Response {
    let proof = stage.journal.present(0).into_iter().find_map(|line| match line.entry {
        Entry::Proof { certificate } => Some(certificate),
        _ => None,
    });
    let home = Home { lang: lang(&headers), ground: stage.boards.ground(), files: assets::folder(), proof };
    (headers::of_a_form(), Html(home.html())).into_response()
}

/// The whole journal in one file that plays it anywhere, as the page's own "save" makes it.
pub(super) async fn recording(State(stage): State<Stage>, headers: HeaderMap) -> Result<Response, Problem> {
    let recording = stage.recordings.made(stage.boards.ground(), lang(&headers)).await;
    let told = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, headers::OF_A_RECORDING),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"codepix.html\""),
    ];
    Ok((told, recording.map_err(Problem::Unrecorded)?).into_response())
}
