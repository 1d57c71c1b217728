//! Listens and serves; on SIGTERM or Ctrl-C finishes the requests under way.

use std::{future::Future, time::Duration};

use anyhow::Context;
use listener::{Bounds, Listener};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::oneshot,
};
use tokio_util::sync::CancellationToken;

use super::{demo, router::router, settings::Settings};

/// How long requests under way may still take after the signal.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until a signal ends it.
pub async fn serve(settings: &Settings) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let router = router(settings, stop.clone())?;
    let address = settings.address()?;
    let listener = Listener::bind(address, Bounds::http(settings.limits)).await?;
    let ended = ended_by_signal()?;
    if settings.demo_people {
        tokio::spawn(demo::seed(settings.api()?, settings.bank));
    }
    tracing::info!("the pages of bank {} are on http://{}", settings.bank, listener.address()?);
    let (draining, drain) = oneshot::channel();
    let server = listener::serve(listener, router, async move {
        ended.await;
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

fn ended_by_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
