//! Streams of what changes: however many look on at one account, it is read once for all of them.
//!
//! An [`Onlooker`] first catches up for itself, and then hears what its account's feed reads at each change. Both happen
//! under the feed's lock, so that nobody hears an earlier state after a later one.

mod onlooker;

pub use onlooker::{Onlooker, Sight};

use super::{
    changes::{Changes, Place, Seen},
    ports::{ChangeStore, Changed, Sessions},
    tokens::TokenHash,
};
use crate::domain::AccountId;
use engine::{Unavailable, in_time};
use onlooker::Seat;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::broadcast::{
        Receiver, Sender, channel,
        error::{RecvError, TryRecvError},
    },
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

/// Streams of one session. A further one ends the oldest.
const STREAMS_MAX: usize = 8;
/// Looks that a slow stream may fall behind before it catches up for itself again.
const LOOKS_KEPT: usize = 16;
/// Looked at this often all the same: a session ends without a word, and a word from another instance may get lost.
const LOOK: Duration = Duration::from_secs(30);
/// The pause after a look that failed.
const RETRY: Duration = Duration::from_secs(2);

/// All that look on in this process.
pub struct Feeds {
    stores: FeedStores,
    changed: Changed,
    open: Mutex<HashMap<AccountId, Weak<Feed>>>,
    seats: Seats,
}

/// What a feed reads.
#[derive(Clone)]
struct FeedStores {
    changes: Arc<dyn ChangeStore>,
    sessions: Arc<dyn Sessions>,
}

/// The streams of each session, the oldest first.
type Seats = Arc<Mutex<HashMap<TokenHash, VecDeque<CancellationToken>>>>;

/// What was read at one moment.
pub struct Look {
    pub changes: Changes,
    /// Those of the account that are not over.
    pub sessions: Vec<TokenHash>,
}

impl Feeds {
    pub fn new(changes: Arc<dyn ChangeStore>, sessions: Arc<dyn Sessions>, changed: Changed) -> Self {
        Self {
            stores: FeedStores { changes, sessions },
            changed,
            open: Mutex::default(),
            seats: Seats::default(),
        }
    }

    /// Somebody looks on, by a live session of the account; from `place` on, or from now.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away.
    pub async fn enter(
        &self,
        session: TokenHash,
        account: AccountId,
        place: Option<Place>,
    ) -> Result<Onlooker, Unavailable> {
        // Listens before anything is read, so that nothing falls between.
        let feed = self.feed(account);
        let seen = self.stores.changes.seen(account, place).await?;
        Ok(Onlooker::new(feed, Seat::take(&self.seats, session), seen))
    }

    fn feed(&self, account: AccountId) -> Arc<Feed> {
        let mut open = lock(&self.open);
        if let Some(feed) = open.get(&account).and_then(Weak::upgrade) {
            return feed;
        }
        open.retain(|_, feed| feed.strong_count() > 0);
        let feed = Arc::new(Feed::new(account, self.stores.clone(), self.changed.subscribe()));
        open.insert(account, Arc::downgrade(&feed));
        feed
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One account that is looked at, as long as anybody holds it.
struct Feed {
    reading: Arc<Reading>,
    _looking: AbortOnDropHandle<()>,
}

struct Reading {
    account: AccountId,
    stores: FeedStores,
    /// What all who follow the feed have seen; None until somebody does.
    seen: tokio::sync::Mutex<Option<Seen>>,
    looks: Sender<Arc<Look>>,
}

impl Feed {
    fn new(account: AccountId, stores: FeedStores, changed: Receiver<Arc<[AccountId]>>) -> Self {
        let (seen, looks) = (tokio::sync::Mutex::default(), channel(LOOKS_KEPT).0);
        let reading = Arc::new(Reading { account, stores, seen, looks });
        let looking = tokio::spawn(Arc::clone(&reading).follow(changed));
        Self { reading, _looking: AbortOnDropHandle::new(looking) }
    }

    /// One look at what changed since `seen`. With the last one, when there is no more, begins what the feed says.
    async fn catch_up(&self, seen: &mut Seen) -> Result<(Look, Option<Receiver<Arc<Look>>>), Unavailable> {
        let mut heard = self.reading.seen.lock().await;
        let look = self.reading.look(seen).await?;
        seen.add(&look.changes);
        if look.changes.more {
            return Ok((look, None));
        }
        heard.get_or_insert_with(|| seen.clone());
        Ok((look, Some(self.reading.looks.subscribe())))
    }
}

impl Reading {
    async fn look(&self, seen: &Seen) -> Result<Look, Unavailable> {
        let changes = in_time(self.stores.changes.changes(self.account, seen)).await?;
        let sessions = in_time(self.stores.sessions.live(self.account)).await?;
        Ok(Look { changes, sessions })
    }

    /// Looks whenever there is reason to, for ever.
    async fn follow(self: Arc<Self>, mut changed: Receiver<Arc<[AccountId]>>) {
        loop {
            self.something_changed(&mut changed).await;
            // One look does for all that has been announced by now.
            while matches!(changed.try_recv(), Ok(_) | Err(TryRecvError::Lagged(_))) {}
            loop {
                match self.tell().await {
                    Ok(true) => {}
                    Ok(false) => break,
                    // The database is away; those who look on wait with it.
                    Err(_) => sleep(RETRY).await,
                }
            }
        }
    }

    async fn something_changed(&self, changed: &mut Receiver<Arc<[AccountId]>>) {
        let ours = async {
            loop {
                match changed.recv().await {
                    // None by name: perhaps all.
                    Ok(accounts) if accounts.is_empty() || accounts.contains(&self.account) => return,
                    Ok(_) => {}
                    // Some were missed; perhaps ours.
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        // After this time it looks without having been notified.
        let _ = timeout(LOOK, ours).await;
    }

    /// Reads once for all; whether there is more.
    async fn tell(&self) -> Result<bool, Unavailable> {
        let mut seen = self.seen.lock().await;
        let Some(seen) = seen.as_mut() else { return Ok(false) };
        let look = self.look(seen).await?;
        seen.add(&look.changes);
        let more = look.changes.more;
        // That nobody hears it is no error.
        let _ = self.looks.send(Arc::new(look));
        Ok(more)
    }
}
