//! Alive and ready: the two questions of whoever runs this server, and the asking side for containers, which
//! have no curl.

use std::{net::Ipv4Addr, time::Duration};

use anyhow::{Context, ensure};
use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::settings::Settings;

const PATIENCE: Duration = Duration::from_secs(2);

/// The pages need nothing of anybody yet, so who lives is ready.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/livez", get(async || "alive\n")).route("/readyz", get(async || "ready\n"))
}

/// Asks the server that runs by these settings whether it is ready.
pub async fn ask(settings: &Settings) -> anyhow::Result<()> {
    let mut address = settings.address()?;
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let status_line = timeout(PATIENCE, async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n").await?;
        let mut status_line = [0; 12];
        stream.read_exact(&mut status_line).await?;
        anyhow::Ok(status_line)
    })
    .await
    .map_err(anyhow::Error::from)
    .flatten()
    .with_context(|| format!("no answer from http://{address}/readyz: is bank-web running?"))?;
    ensure!(status_line.ends_with(b" 200"), "http://{address}/readyz says that bank-web is not ready");
    Ok(())
}
