//! What answers at which address, and the bounds that hold for all.

use std::{future::ready, time::Duration};

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use service::rest::{OfStatus as _, RequestBounds, guarded};

use super::{
    Stage, assets, audience, audience_stream, events, headers, home, page, plugs, problem::Problem,
    reach::no_further_than_the_room, remote, token::presenter_only,
};

const BOUNDS: RequestBounds = RequestBounds {
    body_bytes: 16 << 10,
    // A proof of many transfers on a slow machine; a plug that waits for a process to end.
    time: Duration::from_secs(60),
    late: "this took longer than a minute: see the journal for what came of it",
};

/// The page, the journal, and the plugs of what stands on these boards.
pub fn router(stage: Stage) -> Router {
    let routes = Router::new()
        .route("/", get(page::page))
        .route("/events", get(events::events))
        .route("/journal", get(events::journal))
        .route("/livez", get(async || "alive\n"))
        .route("/assets/{*path}", get(assets::file))
        .route("/favicon.svg", get(assets::icon))
        .merge(for_the_room())
        .merge(asked_of_the_system().layer(from_fn(remote::back_to_it)))
        .route("/remote", get(remote::page))
        .fallback(|| ready(Problem::of_status(StatusCode::NOT_FOUND)))
        .method_not_allowed_fallback(|| ready(Problem::of_status(StatusCode::METHOD_NOT_ALLOWED)))
        .layer(from_fn_with_state(stage.clone(), presenter_only))
        .layer(from_fn_with_state(stage.clone(), no_further_than_the_room))
        .with_state(stage);
    headers::secured(guarded::<Problem, _>(routes, BOUNDS))
}

/// Open to everybody who reaches us. [`no_further_than_the_room`] knows them too.
fn for_the_room() -> Router<Stage> {
    Router::new()
        .route("/join", get(audience::page).post(audience::join))
        .route("/join/send", post(audience::send))
        .route("/join/events", get(audience_stream::events))
        .route("/home", get(home::page))
        .route("/recording", get(home::recording))
}

fn asked_of_the_system() -> Router<Stage> {
    Router::new()
        .route("/plugs/{node}/{pull}", post(plugs::plug))
        .route("/links/{link}/{how}", post(plugs::link))
        .route("/arm/{step}", post(plugs::arm))
        .route("/speed", post(plugs::speed))
        .route("/bugs/{name}", post(plugs::bug))
        .route("/prove", post(plugs::prove))
        .route("/reset", post(plugs::reset))
        .route("/load", post(plugs::load))
        .route("/scene/{number}", post(plugs::scene))
}
