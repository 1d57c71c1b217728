//! What a reader waits for, and how two of these are waited for. Refuses to know what follows from them.

use super::watch::Place;
use crate::Record;
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// What a reader waits for.
pub enum Event {
    Received(Option<Record>),
    Placed,
    Reopen,
    Missed,
    Tell,
    Look,
    Looked(Option<Vec<Place>>),
}

/// At this moment; never, when there is none.
pub async fn due(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// What the broker said; never, when it was not asked.
pub async fn answer(look: &mut Option<JoinHandle<Option<Vec<Place>>>>) -> Option<Vec<Place>> {
    let Some(asked) = look else { return std::future::pending().await };
    let places = asked.await;
    *look = None;
    places.ok().flatten()
}
