//! Listens and serves; at the end finishes the requests under way.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context;
use listener::{Bounds, Limits, Listener};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{Pages, bank_api::BankApi, demo, router::router};

/// How long requests under way may still take after the end was asked for.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves at `address` until `ended`, then until the requests under way are answered.
///
/// # Errors
/// An address that is taken, a brand without drawings, and a server that breaks off.
pub async fn serve(
    pages: Pages,
    address: SocketAddr,
    limits: Limits,
    ended: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let router = router(&pages, stop.clone())?;
    let code = pages.bank.code;
    let listener = Listener::bind(address, Bounds::http(limits)).await?;
    if pages.demo_people {
        tokio::spawn(demo::seed(BankApi::new(pages.bank_api_url.trim_end_matches('/'))?, code));
    }
    tracing::info!("the pages of bank {code} are on http://{}", listener.address()?);
    let (draining, drain) = oneshot::channel();
    let server = listener::serve(listener, router, async move {
        if let Err(error) = ended.await {
            tracing::error!("ending for want of signals: {error:#}");
        }
        tracing::info!("ending");
        stop.cancel();
        let _ = draining.send(());
    });
    tokio::select! {
        served = server => served.context("the server broke off"),
        () = deadline(drain) => {
            tracing::warn!("gave up on answers that took more than {DRAIN:?}");
            Ok(())
        }
    }
}

/// Resolves `DRAIN` after draining began; never, if it never begins.
async fn deadline(drain: oneshot::Receiver<()>) {
    match drain.await {
        Ok(()) => tokio::time::sleep(DRAIN).await,
        Err(_) => std::future::pending().await,
    }
}
