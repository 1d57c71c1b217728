//! A broker whose network loses, doubles, delays and reorders.

use super::chance::Chance;
use async_trait::async_trait;
use messaging::{Message, Producer, memory::MemoryBroker};
use std::sync::{Arc, Mutex, PoisonError};

/// Topics in memory and what is on its way to them.
#[derive(Clone)]
pub struct Network {
    pub broker: MemoryBroker,
    under_way: Arc<Mutex<Vec<Message>>>,
    chance: Chance,
}

impl Network {
    pub fn new(chance: Chance) -> Self {
        Self { broker: MemoryBroker::default(), under_way: Arc::default(), chance }
    }

    /// One message arrives, whichever.
    pub fn deliver(&self) {
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
    }
}

#[async_trait]
impl Producer for Network {
    async fn send(&self, messages: Vec<Message>) {
        for message in messages {
            let copies = match (self.chance.fault(60), self.chance.fault(60)) {
                (true, _) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            under_way.extend(std::iter::repeat_n(message, copies));
        }
    }
}
