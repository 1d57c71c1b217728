//! The hub, assembled from its ports: one assembly for the program, the tests and the simulator.

use crate::{
    adapters::messages::Codec,
    application::{
        App, DirectoryStore, KeepKeys, KeyBudget, ParticipantCache, Recall, RouteTransfers, Stores,
        TransferFeed, TransferStore,
    },
    domain::KeyLimits,
};
use codepix_proto::topic;
use engine::{Clock, Entropy, Intake, NoEffects, Writer, system_clock, system_entropy};
use outbox::Delivery;
use std::sync::Arc;

/// What the hub needs from outside.
pub struct Ports {
    /// For the writers.
    pub transfers: Arc<dyn TransferStore>,
    pub directory: Arc<dyn DirectoryStore>,
    /// For everybody else: queries cannot keep the work waiting.
    pub looks: Stores,
    pub delivery: outbox::Ports,
    pub clock: Clock,
    pub entropy: Entropy,
}

impl Ports {
    /// With the same stores for everybody, and the system's time and chance.
    pub fn over(stores: Stores, delivery: outbox::Ports) -> Self {
        Self {
            transfers: Arc::clone(&stores.transfers),
            directory: Arc::clone(&stores.directory),
            looks: stores,
            delivery,
            clock: system_clock(),
            entropy: system_entropy(),
        }
    }
}

/// A hub at rest: it works as long as its writers, consumer and sweeper run.
pub struct Assembled {
    pub app: App,
    pub keys: Writer<KeepKeys>,
    pub transfers: Delivery<RouteTransfers>,
    /// Where messages of banks are handed in.
    pub intake: Intake<RouteTransfers>,
}

/// Assembles the hub. Starts nothing and asks nothing.
pub fn assemble(ports: Ports, key_limits: KeyLimits) -> Assembled {
    #[cfg(feature = "faults")]
    let ports = crate::faults::plant(ports);
    let Ports { transfers, directory, looks, delivery, clock, entropy } = ports;
    let participants = Arc::new(ParticipantCache::new(looks.participants));
    let codec = Arc::new(Codec { participants: Arc::clone(&participants) });
    let feed = TransferFeed::default();
    let keep = KeepKeys { directory: Arc::clone(&directory), clock: Arc::clone(&clock) };
    let route = RouteTransfers {
        transfers,
        directory,
        participants: Arc::clone(&participants),
        encoder: codec.clone(),
        clock,
        feed: feed.clone(),
        recall: Recall::default(),
    };
    let resend = Arc::clone(&delivery.resend);
    let (keys_writer, keys) = Writer::new(Arc::new(keep), Arc::new(NoEffects), resend);
    let (transfers, intake) = Delivery::new(Arc::new(route), codec, topic::asked_at, delivery);
    let app = App {
        keys,
        key_budget: Arc::new(KeyBudget::new(key_limits)),
        directory: looks.directory,
        transfers: looks.transfers,
        dead_letters: looks.dead_letters,
        participants,
        entropy,
        feed,
        code_hosts: Arc::default(),
    };
    Assembled { app, keys: keys_writer, transfers, intake }
}
