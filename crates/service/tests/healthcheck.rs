//! What the check of a container says of a service that is ready, of one that is not, and of none.

#![allow(clippy::unwrap_used)]

use axum::{Router, response::Response, routing::get};
use serde_json::json;
use service::{healthcheck, rest::health::answer};
use std::{net::SocketAddr, process::ExitCode};
use tokio::net::TcpListener;

/// The address of a service that reports so on itself.
async fn reporting(unready: Option<&'static str>) -> SocketAddr {
    let report = async move || -> Response { answer(json!({ "status": "a word" }), unready) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = axum::serve(listener, Router::new().route("/readyz", get(report)));
    tokio::spawn(server.into_future());
    address
}

async fn succeeds(address: SocketAddr) -> bool {
    healthcheck("service", address).await == ExitCode::SUCCESS
}

#[tokio::test]
async fn only_a_service_that_is_ready_is_healthy() {
    assert!(succeeds(reporting(None).await).await);
    assert!(!succeeds(reporting(Some("the database is away")).await).await);
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(!succeeds(nobody).await);
}
