//! `/pix/send`: the questions, the order, and its submission.

mod code;
mod context;
mod order;
mod questions;
mod submit;

pub use context::{PayeeLookup, SendContext};

use axum::{Router, routing::get};

use crate::server::AppState;

pub fn routes() -> Router<AppState> {
    Router::new().route("/pix/send", get(questions::ask).post(submit::submit))
}
