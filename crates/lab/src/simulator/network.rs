//! A broker whose network loses, doubles, delays and reorders.

use super::chance::Chance;
use async_trait::async_trait;
use engine::Publish;
use outbox::{Message, memory::MemoryBroker};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::sync::Notify;

/// Topics in memory and what is on its way to them.
#[derive(Clone)]
pub struct Network {
    pub broker: MemoryBroker,
    under_way: Arc<Mutex<Vec<Message>>>,
    /// How often the log was lost.
    wipes: Arc<AtomicU64>,
    chance: Chance,
    /// Of a thousand messages so many are lost without anybody noticing.
    silent_losses: u32,
}

impl Network {
    pub fn new(chance: Chance, silent_losses: u32) -> Self {
        let (under_way, wipes) = (Arc::default(), Arc::default());
        Self { broker: MemoryBroker::default(), under_way, wipes, chance, silent_losses }
    }

    /// One message arrives, whichever.
    pub fn send_and_confirm(&self) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if !under_way.is_empty() {
            let place = self.chance.below(under_way.len());
            self.broker.append(&under_way.swap_remove(place));
        }
    }

    /// The broker loses all it had; what is under way goes with it.
    pub fn wipe(&self) {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.broker.wipe();
        self.wipes.fetch_add(1, Ordering::Relaxed);
    }
}

/// A process's producer. It notices what Kafka's own would: that messages were not delivered, once one is again, and that
/// the log was lost.
pub struct Sender {
    network: Network,
    wipes: AtomicU64,
    missed: AtomicBool,
    lost: Arc<Notify>,
}

impl Sender {
    /// Notifies `lost` when it notices.
    pub fn new(network: Network, lost: Arc<Notify>) -> Self {
        let wipes = AtomicU64::new(network.wipes.load(Ordering::Relaxed));
        Self { network, wipes, missed: AtomicBool::new(false), lost }
    }

    fn arrives(&self) {
        let wipes = self.network.wipes.load(Ordering::Relaxed);
        let wiped = self.wipes.swap(wipes, Ordering::Relaxed) != wipes;
        if self.missed.swap(false, Ordering::Relaxed) || wiped {
            self.lost.notify_one();
        }
    }
}

#[async_trait]
impl Publish<Message> for Sender {
    async fn publish(&self, messages: Vec<Message>) {
        let Network { chance, under_way, silent_losses, .. } = &self.network;
        for message in messages {
            if chance.fault(30, "a message is lost, and the sender notices") {
                self.missed.store(true, Ordering::Relaxed);
                continue;
            }
            self.arrives();
            let copies = match (
                chance.fault(*silent_losses, "a message is lost"),
                chance.fault(60, "a message is doubled"),
            ) {
                (true, _) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            let mut under_way = under_way.lock().unwrap_or_else(PoisonError::into_inner);
            under_way.extend(std::iter::repeat_n(message, copies));
        }
    }
}
