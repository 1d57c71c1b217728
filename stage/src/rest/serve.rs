//! Listens, and ends.

use std::time::Duration;

use anyhow::Context as _;
use listener::Listener;

use super::{Reach, Stage, router};

/// How long requests under way may still take after the end was asked for.
const DRAIN: Duration = Duration::from_secs(2);

/// Serves the stage until `ended`, then until the requests under way are answered.
///
/// # Errors
/// A server that breaks off.
pub async fn serve(
    stage: Stage,
    listener: Listener,
    ended: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let reach = Reach::of(listener.address().context("the stage's listener has no address")?);
    let stage = Stage { reach, ..stage };
    // However it ends, nobody goes on sending for the room.
    let stop = stage.stop.clone();
    let _ends_the_room = stop.clone().drop_guard();
    let stopped = stop.clone();
    let server = listener::serve(listener, router(stage), async move {
        ended.await;
        stop.cancel();
    });
    let late = async {
        stopped.cancelled().await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = server => served.context("the stage's server broke off"),
        () = late => Ok(()),
    }
}
