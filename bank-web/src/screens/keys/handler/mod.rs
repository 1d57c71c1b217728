//! `/pix/keys`: list, register, remove.

mod list;
mod register;
mod remove;

use axum::{Router, routing::get};

use crate::server::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pix/keys", get(list::list).post(register::register))
        .route("/pix/keys/new", get(register::show_new))
        .route("/pix/keys/remove", get(remove::show_remove).post(remove::remove))
}
