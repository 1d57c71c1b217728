//! Liveness and readiness, and the client for containers, which have no curl.

use std::{net::Ipv4Addr, time::Duration};

use anyhow::{Context, ensure};
use axum::{Router, routing::get};
use reqwest::{Client, StatusCode};

use super::Settings;

const TIMEOUT: Duration = Duration::from_secs(2);

/// The pages can be served without the bank, with an error page at worst: ready as soon as they are alive.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/livez", get(async || "alive\n")).route("/readyz", get(async || "ready\n"))
}

/// Asks the server that runs by these settings whether it is ready.
pub async fn ask(settings: &Settings) -> anyhow::Result<()> {
    let mut address = settings.address()?;
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let url = format!("http://{address}/readyz");
    // A container's proxy settings are not for its own loopback.
    let client = Client::builder().no_proxy().timeout(TIMEOUT).build()?;
    let response = client.get(&url).send().await;
    let response = response.with_context(|| format!("no answer from {url}: is bank-web running?"))?;
    ensure!(response.status() == StatusCode::OK, "{url} says that bank-web is not ready");
    Ok(())
}
