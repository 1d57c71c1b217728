//! One stream: it catches up, then hears its account's feed, until its session is over or a newer stream takes its seat.

use super::{Feed, Look, STREAMS_MAX, Seats, lock};
use crate::application::{
    changes::{Place, Seen},
    tokens::TokenHash,
};
use engine::Unavailable;
use std::sync::Arc;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;

/// Somebody who looks on.
pub struct Onlooker {
    feed: Arc<Feed>,
    seat: Seat,
    seen: Seen,
    /// None while it catches up.
    heard: Option<Receiver<Arc<Look>>>,
}

/// What an onlooker gets to see.
pub enum Sight {
    Changes(Arc<Look>),
    /// Its session has ended.
    SessionOver,
    /// Its session has too many streams, and this is the oldest.
    Displaced,
}

impl Onlooker {
    pub(super) fn new(feed: Arc<Feed>, seat: Seat, seen: Seen) -> Self {
        Self { feed, seat, seen, heard: None }
    }

    /// Where it stands, by all that it has seen.
    pub fn place(&self) -> Place {
        self.seen.place()
    }

    /// Waits for the next sight.
    ///
    /// # Errors
    /// [`Unavailable`] while it catches up and the store is away: to be asked again.
    pub async fn next(&mut self) -> Result<Sight, Unavailable> {
        let displaced = self.seat.displaced.clone();
        tokio::select! {
            biased;
            () = displaced.cancelled() => Ok(Sight::Displaced),
            look = self.look() => look.map(|look| match look.sessions.contains(&self.seat.session) {
                true => Sight::Changes(look),
                false => Sight::SessionOver,
            }),
        }
    }

    async fn look(&mut self) -> Result<Arc<Look>, Unavailable> {
        if let Some(heard) = &mut self.heard {
            match heard.recv().await {
                Ok(look) => {
                    self.seen.add(&look.changes);
                    return Ok(look);
                }
                // It was too slow, and catches up again.
                Err(RecvError::Lagged(_) | RecvError::Closed) => self.heard = None,
            }
        }
        let (look, heard) = self.feed.catch_up(&mut self.seen).await?;
        self.heard = heard;
        Ok(Arc::new(look))
    }
}

/// A place among the streams of a session.
pub(super) struct Seat {
    seats: Seats,
    session: TokenHash,
    displaced: CancellationToken,
}

impl Seat {
    /// Takes one; where there is none, from the oldest.
    pub(super) fn take(seats: &Seats, session: TokenHash) -> Self {
        let displaced = CancellationToken::new();
        let mut all = lock(seats);
        let taken = all.entry(session).or_default();
        if taken.len() >= STREAMS_MAX
            && let Some(oldest) = taken.pop_front()
        {
            oldest.cancel();
        }
        taken.push_back(displaced.clone());
        Self { seats: Arc::clone(seats), session, displaced }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // Cancelled seats are those that nobody sits on any more.
        self.displaced.cancel();
        let mut all = lock(&self.seats);
        if let Some(taken) = all.get_mut(&self.session) {
            taken.retain(|seat| !seat.is_cancelled());
            if taken.is_empty() {
                all.remove(&self.session);
            }
        }
    }
}
