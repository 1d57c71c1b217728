//! What the owner of a proxy tells its tasks, and how a connection hears it.

use super::{
    link::{Direction, Link},
    trap::Trap,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{oneshot, watch};

/// The link, and the orders so far. Orders are counted: a connection obeys those that came after it did, and none is
/// missed although the channel keeps only the latest value.
#[derive(Clone, Default)]
pub struct Control {
    pub link: Link,
    pub resets: u64,
    pub slow_closes: u64,
    /// How long the latest slow close keeps its clients.
    pub held_for: Duration,
    pub trap: Option<Arc<Trap>>,
}

/// Why a connection ends.
pub enum Ending {
    /// Both streams came to their ends.
    Done,
    Reset,
    /// Reset, which this waits to hear of.
    Lost(oneshot::Sender<()>),
    Slow(Duration),
}

/// The orders to one connection.
pub struct Orders {
    control: watch::Receiver<Control>,
    resets: u64,
    slow_closes: u64,
}

impl Orders {
    /// For a connection that begins now.
    pub fn from_now_on(mut control: watch::Receiver<Control>) -> Self {
        let now = control.borrow_and_update().clone();
        Self { control, resets: now.resets, slow_closes: now.slow_closes }
    }

    pub fn link(&self) -> Link {
        self.control.borrow().link
    }

    pub fn trap(&self) -> Option<Arc<Trap>> {
        self.control.borrow().trap.clone()
    }

    /// Waits for a change; Some if it ends the connection. Cancel-safe.
    pub async fn change(&mut self) -> Option<Ending> {
        if self.control.changed().await.is_err() {
            return Some(Ending::Reset);
        }
        let now = self.control.borrow_and_update();
        let reset = now.resets != self.resets;
        let slow = now.slow_closes != self.slow_closes;
        (self.resets, self.slow_closes) = (now.resets, now.slow_closes);
        if reset {
            return Some(Ending::Reset);
        }
        slow.then_some(Ending::Slow(now.held_for))
    }

    /// Waits for the order to end.
    pub async fn ending(&mut self) -> Ending {
        loop {
            if let Some(ending) = self.change().await {
                return ending;
            }
        }
    }

    /// Waits until bytes of this direction pass, or the connection has to end.
    pub async fn until_passing(&mut self, direction: Direction) {
        while self.link().delay(direction).is_none() && self.change().await.is_none() {}
    }

    /// Waits while the link is stalled; Some if the connection has to end meanwhile.
    pub async fn until_moving(&mut self) -> Option<Ending> {
        while self.link() == Link::Stall {
            if let Some(ending) = self.change().await {
                return Some(ending);
            }
        }
        None
    }
}
