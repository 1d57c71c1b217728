//! A TCP proxy that stands on one link of the system and breaks it in the middle of traffic. It knows nothing of the
//! protocols that run through it: it moves bytes, holds them, delays them, loses them.
//!
//! In reading order: [`Link`] is how the link behaves (`link.rs`); `control.rs` carries that and the one-time orders
//! to the tasks; `listener.rs` takes connections in; `connection.rs` serves one of them with two pipes (`pipe.rs`,
//! `queue.rs`); `trap.rs` recognises the request that is to be lost, or its answer; `counters.rs` counts.

mod connection;
mod control;
mod counters;
mod link;
mod listener;
mod pipe;
mod queue;
#[cfg(test)]
mod tests;
mod trap;

pub use link::{Direction, Link};

use anyhow::{Context, ensure};
use control::Control;
use counters::Counters;
use listener::Listener;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{oneshot, watch};
use trap::{Loss, Trap};

/// One link under control, on the runtime that it was made in. Dropping it resets its
/// connections and frees its port, shortly after.
pub struct Proxy {
    address: SocketAddr,
    /// All tasks end when this sender is gone.
    control: watch::Sender<Control>,
    counters: Arc<Counters>,
}

impl Proxy {
    /// Listens on 127.0.0.1, where port 0 takes a free one, and passes each connection to the first upstream that
    /// accepts it; successive connections start at successive upstreams. Must be called inside a tokio runtime.
    pub fn listen(port: u16, upstreams: Vec<SocketAddr>) -> anyhow::Result<Self> {
        ensure!(!upstreams.is_empty(), "a proxy needs at least one upstream");
        let socket = listener::open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .with_context(|| format!("cannot listen on 127.0.0.1:{port}: choose a free port"))?;
        let address = socket.local_addr().context("the listener has no address")?;
        let (control, orders) = watch::channel(Control::default());
        let counters = Arc::new(Counters::default());
        let listener = Listener::new(address, upstreams.into(), orders, Arc::clone(&counters));
        tokio::spawn(listener.run(socket));
        Ok(Self { address, control, counters })
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the link, for the connections that exist and for those to come. No byte that is sent after this
    /// returns is treated by the former link.
    pub fn set(&self, link: Link) {
        self.control.send_modify(|control| {
            control.link = link;
            // Counted, since a link that is cut and opened at once would otherwise not look cut to anyone.
            control.resets += u64::from(link.resets());
        });
    }

    /// How the link behaves now.
    pub fn link(&self) -> Link {
        self.control.borrow().link
    }

    /// Ends each existing connection the slow way: its server sees the end at once, its client sees nothing, and gets
    /// no answer, until `held_for` has passed. New connections are not concerned.
    pub fn close_slowly(&self, held_for: Duration) {
        self.control.send_modify(|control| {
            control.slow_closes += 1;
            control.held_for = held_for;
        });
    }

    /// [`Proxy::cut_after`] with whatever a client sends next.
    #[must_use = "dropping it calls the loss off"]
    pub fn lose_next_answer(&self) -> oneshot::Receiver<()> {
        self.cut_after(b"")
    }

    /// The first connection, existing or new, whose client sends these bytes (in one piece or several) loses its
    /// answer: the request goes to the server, what the server sends next is thrown away, and both sides are reset.
    ///
    /// Bytes are compared as they pass: nothing is found in what is encrypted or compressed. What the server sends next
    /// need not be the answer where a connection carries several requests at once (HTTP/2, Kafka); the client learns
    /// as little, yet the server may not have acted.
    ///
    /// The receiver yields `Ok` once that is done, and an error if it will not be: the connection broke before there
    /// was an answer, another call took the place of this one, or the proxy was dropped. Dropping the receiver calls
    /// the loss off, unless the request is on its way.
    #[must_use = "dropping it calls the loss off"]
    pub fn cut_after(&self, pattern: &'static [u8]) -> oneshot::Receiver<()> {
        self.lose(Loss::Answer, pattern)
    }

    /// As [`Proxy::cut_after`], but the request is lost: the server has no more of it than came in earlier pieces.
    #[must_use = "dropping it calls the loss off"]
    pub fn cut_before(&self, pattern: &'static [u8]) -> oneshot::Receiver<()> {
        self.lose(Loss::Request, pattern)
    }

    fn lose(&self, loss: Loss, pattern: &'static [u8]) -> oneshot::Receiver<()> {
        let (trap, lost) = Trap::new(loss, pattern);
        self.control.send_modify(|control| {
            if let Some(former) = control.trap.replace(Arc::new(trap)) {
                former.claim();
            }
        });
        lost
    }

    /// The connections that are open on the client's side.
    pub fn connections(&self) -> usize {
        self.counters.connections()
    }

    /// The bytes that were delivered in this direction, over all connections so far.
    pub fn delivered(&self, direction: Direction) -> u64 {
        self.counters.delivered(direction)
    }
}
