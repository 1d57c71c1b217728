//! Charges: the form, and how they stand.

mod make;
mod show;

use axum::{
    Router,
    routing::{get, post},
};

use crate::server::AppState;

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/pix/charge", get(make::ask).post(make::make))
        .route("/pix/charges", get(show::list))
        .route("/pix/charges/{txid}", get(show::one))
        .route("/pix/charges/{txid}/remove", post(show::remove))
}
