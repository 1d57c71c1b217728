//! Who is connected and what they are at: the rules of admission, and of who has to go. It knows no sockets.
//!
//! One that has not said what it wants costs us most and gives least, so it goes first, the oldest before the others; then
//! one that rests between two requests. One that is being answered stays.

use crate::Bounds;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// All connections of one listener.
#[derive(Debug)]
pub(crate) struct Connections {
    bounds: Bounds,
    book: Mutex<Book>,
    /// Somebody may have to go now who did not have to before, or has gone.
    pub(crate) room: Notify,
}

#[derive(Debug, Default)]
struct Book {
    last_id: u64,
    open: HashMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    neighbourhood: IpAddr,
    phase: Phase,
    ended: CancellationToken,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// Since then we wait for the rest of a request's head.
    Asking(Instant),
    /// So many requests are under way.
    Answering(usize),
    /// Since then it wants nothing.
    Resting(Instant),
}

/// One of them. It is known until [`Connection::close`].
#[derive(Clone, Debug)]
pub struct Connection {
    id: u64,
    peer: SocketAddr,
    all: Arc<Connections>,
}

impl Connections {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self { bounds, book: Mutex::default(), room: Notify::new() }
    }

    /// Could one more be admitted, if need be in another's place?
    pub(crate) fn has_room(&self) -> bool {
        let book = self.book();
        book.open.len() < self.bounds.limits.connections_max
            || book.open.values().any(|entry| !matches!(entry.phase, Phase::Answering(_)))
    }

    /// Takes a connection in, which is ended with the token; None, when there are enough of that address, all at work.
    pub(crate) fn admit(self: &Arc<Self>, peer: SocketAddr) -> Option<(Connection, CancellationToken)> {
        let limits = self.bounds.limits;
        let neighbourhood = neighbourhood(peer.ip());
        let mut book = self.book();
        let near = |entry: &Entry| entry.neighbourhood == neighbourhood;
        let crowded = !self.bounds.lets_many(peer.ip())
            && book.open.values().filter(|entry| near(entry)).count() >= limits.connections_per_address_max;
        if crowded && !book.end_one(near) {
            return None;
        }
        if book.open.len() >= limits.connections_max && !book.end_one(|_| true) {
            return None;
        }
        let ended = CancellationToken::new();
        book.last_id += 1;
        let (id, phase) = (book.last_id, Phase::Asking(Instant::now()));
        book.open.insert(id, Entry { neighbourhood, phase, ended: ended.clone() });
        Some((Connection { id, peer, all: Arc::clone(self) }, ended))
    }

    /// Makes room, if anybody can go.
    pub(crate) fn end_one(&self) {
        self.book().end_one(|_| true);
    }

    /// Ends all of which we have waited long enough.
    pub(crate) fn end_overdue(&self) {
        let (now, patience) = (Instant::now(), self.bounds.patience);
        let over = |since: Instant, most: Duration| now.duration_since(since) >= most;
        self.book().open.retain(|_, entry| {
            let overdue = match entry.phase {
                Phase::Asking(since) => over(since, patience.head),
                Phase::Answering(_) => false,
                Phase::Resting(since) => patience.rest.is_some_and(|most| over(since, most)),
            };
            if overdue {
                entry.ended.cancel();
            }
            !overdue
        });
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, id: u64, change: impl FnOnce(Phase) -> Phase) {
        if let Some(entry) = self.book().open.get_mut(&id) {
            entry.phase = change(entry.phase);
        }
    }
}

impl Book {
    /// Ends the first to go of those; false, when all of them are being answered.
    fn end_one(&mut self, of: impl Fn(&Entry) -> bool) -> bool {
        let candidates = self.open.iter().filter(|(_, entry)| of(entry));
        let order = candidates.filter_map(|(id, entry)| match entry.phase {
            Phase::Asking(since) => Some((0, since, *id)),
            Phase::Resting(since) => Some((1, since, *id)),
            Phase::Answering(_) => None,
        });
        let first = order.min().and_then(|(_, _, id)| self.open.remove(&id));
        first.inspect(|entry| entry.ended.cancel()).is_some()
    }
}

impl Connection {
    /// Who is at the other end.
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Bytes have come. After an answer they begin another request, where the protocol says so by nothing else.
    pub(crate) fn heard(&self) {
        let tells = self.all.bounds.patience.rest.is_some();
        self.all.change(self.id, |phase| match phase {
            Phase::Resting(_) if tells => Phase::Asking(Instant::now()),
            Phase::Asking(_) | Phase::Answering(_) | Phase::Resting(_) => phase,
        });
    }

    /// A request's head is whole.
    pub(crate) fn begin(&self) {
        self.all.change(self.id, |phase| match phase {
            Phase::Answering(others) => Phase::Answering(others + 1),
            Phase::Asking(_) | Phase::Resting(_) => Phase::Answering(1),
        });
    }

    /// A request is answered to its end.
    pub(crate) fn end(&self) {
        self.all.change(self.id, |phase| match phase {
            Phase::Answering(requests @ 2..) => Phase::Answering(requests - 1),
            Phase::Asking(_) | Phase::Answering(_) | Phase::Resting(_) => Phase::Resting(Instant::now()),
        });
        self.all.room.notify_one();
    }

    pub(crate) fn close(&self) {
        self.all.book().open.remove(&self.id);
        self.all.room.notify_one();
    }
}

/// Whoever has one IPv6 address has its whole network of 64 bits.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        v4 => v4,
    }
}
