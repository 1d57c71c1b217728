//! The use cases put together over their ports. Whoever brings stores, a producer, a clock and chance has a hub.

use super::{
    app::App,
    keep_keys::KeepKeys,
    key_budget::KeyBudget,
    participant_cache::ParticipantCache,
    ports::{DirectoryStore, ParticipantStore, TransferStore},
    route_transfers::{Encode, RouteTransfers},
    transfer_feed::TransferFeed,
};
use crate::domain::KeyLimits;
use engine::{Clock, Entropy, Intake, NoEffects, Publish, Writer, system_clock, system_entropy};
use outbox::{DeadLetters, Message};
use std::sync::Arc;
use tokio::sync::Notify;

/// The hub's memory.
pub struct Stores {
    pub transfers: Arc<dyn TransferStore>,
    pub directory: Arc<dyn DirectoryStore>,
    pub participants: Arc<dyn ParticipantStore>,
    pub dead_letters: Arc<dyn DeadLetters>,
}

/// What the hub cannot know by itself.
pub struct World {
    pub publisher: Arc<dyn Publish<Message>>,
    pub encode: Encode,
    /// For the sweeper: messages may have been lost.
    pub resend: Arc<Notify>,
    pub clock: Clock,
    pub entropy: Entropy,
    pub key_limits: KeyLimits,
}

impl World {
    /// The system's own time and chance.
    pub fn real(publisher: Arc<dyn Publish<Message>>, encode: Encode, resend: Arc<Notify>) -> Self {
        let (clock, entropy) = (system_clock(), system_entropy());
        Self { publisher, encode, resend, clock, entropy, key_limits: KeyLimits::default() }
    }
}

/// A hub at rest: it works as long as its writers run.
pub struct Assembled {
    pub app: App,
    pub keys: Writer<KeepKeys>,
    pub transfers: Writer<RouteTransfers>,
    /// Where messages of banks are handed in.
    pub intake: Intake<RouteTransfers>,
}

/// Puts the hub together. Starts nothing and asks nothing.
pub fn assemble(stores: Stores, world: World) -> Assembled {
    let Stores { transfers, directory, participants, dead_letters } = stores;
    let World { publisher, encode, resend, clock, entropy, key_limits } = world;
    let participants = Arc::new(ParticipantCache::new(participants));
    let feed = TransferFeed::default();
    let keep = KeepKeys { directory: Arc::clone(&directory), clock: Arc::clone(&clock) };
    let route = RouteTransfers {
        transfers: Arc::clone(&transfers),
        directory: Arc::clone(&directory),
        participants: Arc::clone(&participants),
        encode,
        clock,
        feed: feed.clone(),
    };
    let (keys_writer, keys) = Writer::new(Arc::new(keep), Arc::new(NoEffects), Arc::clone(&resend));
    let (transfers_writer, intake) = Writer::new(Arc::new(route), publisher, resend);
    let key_budget = Arc::new(KeyBudget::new(key_limits));
    let app = App { keys, key_budget, directory, transfers, dead_letters, participants, entropy, feed };
    Assembled { app, keys: keys_writer, transfers: transfers_writer, intake }
}
