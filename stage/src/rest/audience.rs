//! The audience: a phone joins, sends, and is shown what came of it. No token, no plugs.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    Extension, Form,
    extract::{ConnectInfo, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{Stage, assets, headers, page::lang, problem::Problem, token};
use crate::{
    audience::{Asked, Refusal},
    page::audience::Phone,
};

const COOKIE: &str = "room";

/// The id of the phone's seat; empty where it has none.
pub(super) fn seat_of(request: &HeaderMap) -> &str {
    token::cookies(request, COOKIE).next().unwrap_or_default()
}

#[derive(Deserialize)]
pub(super) struct Refused {
    /// The word of why a form was not taken.
    no: Option<String>,
}

/// The phone's page: of the customer, or of who may become one.
pub(super) async fn page(
    State(stage): State<Stage>,
    Query(Refused { no }): Query<Refused>,
    headers: HeaderMap,
) -> Response {
    let lang = lang(&headers);
    let phone = Phone {
        lang,
        ground: stage.boards.ground(),
        files: assets::folder(),
        news: stage.room.news(seat_of(&headers), (0, 0)),
        offered: stage.room.offered(),
        order: stage.room.order_key(),
        open: stage.room.is_open(),
        refused: no.and_then(|word| Refusal::of(&word)).map(|why| why.say(lang)),
    };
    (headers::of_a_form(), Html(phone.html())).into_response()
}

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

/// Whoever has a seat keeps it.
pub(super) async fn join(
    State(stage): State<Stage>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(Named { name }): Form<Named>,
) -> Result<Response, Response> {
    if stage.room.news(seat_of(&headers), (0, 0)).is_some() {
        return Ok(Redirect::to("/join").into_response());
    }
    let from = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Extension(ConnectInfo(peer))| peer.ip());
    let id = stage.room.join(&name, from).map_err(|why| refused(&headers, why))?;
    // No script reads it, no other site's page sends it along.
    let cookie = format!("{COOKIE}={id}; Path=/join; HttpOnly; SameSite=Strict; Max-Age=86400");
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/join")).into_response())
}

#[derive(Deserialize)]
pub(super) struct Payee {
    to: u32,
}

#[derive(Deserialize)]
pub(super) struct Ordered {
    /// In cents.
    amount: i64,
    order: String,
}

/// Takes an order; the bank's answer comes by the stream, or with the next page.
pub(super) async fn send(
    State(stage): State<Stage>,
    Query(Payee { to }): Query<Payee>,
    headers: HeaderMap,
    Form(Ordered { amount, order }): Form<Ordered>,
) -> Result<Response, Response> {
    let sent = stage.room.send(seat_of(&headers), Asked { to, amount_cents: amount, order });
    sent.map_err(|why| refused(&headers, why))?;
    Ok(if wants_a_page(&headers) {
        Redirect::to("/join").into_response()
    } else {
        StatusCode::ACCEPTED.into_response()
    })
}

/// A form without scripts, and not a program.
pub(super) fn wants_a_page(request: &HeaderMap) -> bool {
    let accept = request.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A form is led back to its page, which says why; a program is told.
fn refused(request: &HeaderMap, why: Refusal) -> Response {
    if wants_a_page(request) {
        return Redirect::to(&format!("/join?no={}", why.word())).into_response();
    }
    Problem::Room(why, lang(request)).into_response()
}
