//! The bank, assembled from its ports: one assembly for the program, the tests and the simulator.

use crate::{
    adapters::{http::HttpLocations, messages::Codec},
    application::{
        Announce, AntiScan, App, Attempts, Books, Changed, Charging, CodeMaker, CodePorts, Codes, Feeds, Hub,
        KeyPorts, Keys, Locations, Logins, MoveMoney, NetworkLimit, OpenAccount, Passwords, PinDigest,
        Recall, ReceiptAddresses, Receipts, Stores,
    },
    domain::{AccountId, LookupLimits, OurBank},
};
use codepix_proto::topic;
use engine::{Clock, Entropy, system_clock, system_entropy};
use outbox::Delivery;
use pix::Cents;
use std::{sync::Arc, time::Duration};
use tokio::sync::{
    broadcast,
    mpsc::{UnboundedReceiver, unbounded_channel},
};

/// Batches of changed accounts that a slow listener may fall behind.
const CHANGES_KEPT: usize = 1024;

/// The openings of a network are counted for so long: each costs a password's hash, and an account stays for ever.
const OPENINGS_WINDOW: Duration = Duration::from_secs(15 * 60);

/// What the bank needs from outside.
pub struct Ports {
    /// For the writer.
    pub books: Arc<dyn Books>,
    /// For everybody else: queries cannot keep the work waiting.
    pub looks: Stores,
    pub hub: Arc<dyn Hub>,
    /// Where charges of other banks are asked for.
    pub locations: Arc<dyn Locations>,
    pub delivery: outbox::Ports,
    pub clock: Clock,
    pub entropy: Entropy,
}

impl Ports {
    /// With the same books for everybody, and the system's time and chance.
    pub fn over(stores: Stores, hub: Arc<dyn Hub>, delivery: outbox::Ports) -> Self {
        Self {
            books: Arc::clone(&stores.books),
            looks: stores,
            hub,
            locations: Arc::new(HttpLocations::default()),
            delivery,
            clock: system_clock(),
            entropy: system_entropy(),
        }
    }
}

/// Who the bank is, and what it allows.
pub struct Setup {
    pub bank: OurBank,
    pub pin_digest: PinDigest,
    pub receipts: ReceiptAddresses,
    pub opening_balance: Cents,
    pub openings_per_network: u32,
    pub session_hours: i32,
    pub lookup_limits: LookupLimits,
    pub codes: CodeMaker,
}

/// A bank at rest: it works as long as its writer, consumer and sweeper run.
pub struct Assembled {
    pub app: App,
    pub decider: Arc<MoveMoney>,
    pub delivery: Delivery<MoveMoney>,
    /// Which accounts any instance changed.
    pub changed: Changed,
    /// Which accounts this instance changed, for the others.
    pub for_others: UnboundedReceiver<Vec<AccountId>>,
}

/// Assembles the bank. Starts nothing and asks nothing.
pub fn assemble(ports: Ports, setup: Setup) -> Assembled {
    #[cfg(feature = "faults")]
    let ports = crate::faults::plant(ports);
    let Ports { books, looks, hub, locations, delivery, clock, entropy } = ports;
    let Setup {
        bank,
        pin_digest,
        receipts,
        opening_balance,
        openings_per_network,
        session_hours,
        lookup_limits,
        codes,
    } = setup;
    let anti_scan = Arc::new(AntiScan::new(lookup_limits));
    let (changed, _) = broadcast::channel(CHANGES_KEPT);
    let (announce, for_others) = announce(changed.clone());
    let codec = Arc::new(Codec { bank: bank.code });
    let decider = Arc::new(MoveMoney {
        books,
        encoder: codec.clone(),
        bank: bank.clone(),
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
        pin_digest: Arc::clone(&pin_digest),
        announce,
        anti_scan: Arc::clone(&anti_scan),
        recall: Recall::default(),
    });
    let (delivery, money) = Delivery::new(Arc::clone(&decider), codec, topic::asked_at, delivery);
    let Stores { books, accounts, sessions, statements, changes, keys: store, charges, .. } = looks;
    let charging = Charging {
        charges,
        accounts: Arc::clone(&accounts),
        codes,
        clock: Arc::clone(&clock),
        entropy: Arc::clone(&entropy),
    };
    let (of_whom, of_what) = (Arc::clone(&accounts), Arc::clone(&statements));
    let receipts = Receipts::new((of_whom, of_what), receipts, bank.clone(), Arc::clone(&clock));
    let host = charging.codes.host.clone();
    let keys = KeyPorts {
        store,
        books,
        hub: Arc::clone(&hub),
        bank: bank.clone(),
        clock,
        entropy: Arc::clone(&entropy),
    };
    let keys = Arc::new(Keys::new(keys, anti_scan));
    let charging = Arc::new(charging);
    let codes = CodePorts {
        keys: Arc::clone(&keys),
        charging: Arc::clone(&charging),
        hub,
        locations,
        host,
        entropy: Arc::clone(&entropy),
    };
    // Two hashes at once, for opening accounts and logging in together.
    let passwords = Arc::new(Passwords::default());
    let app = App {
        bank,
        opening: OpenAccount {
            accounts: Arc::clone(&accounts),
            passwords: Arc::clone(&passwords),
            openings: Arc::new(NetworkLimit::new(openings_per_network, OPENINGS_WINDOW)),
            pin_digest,
            opening_balance,
        },
        sessions: Logins {
            accounts: Arc::clone(&accounts),
            sessions: Arc::clone(&sessions),
            passwords,
            attempts: Arc::new(Attempts::default()),
            entropy,
            hours: session_hours,
            changed: changed.clone(),
        },
        accounts,
        statements,
        charging,
        codes: Arc::new(Codes::new(codes)),
        keys,
        money,
        feeds: Arc::new(Feeds::new(changes, sessions, changed.clone())),
        receipts: Arc::new(receipts),
    };
    Assembled { app, decider, delivery, changed, for_others }
}

/// Announces to those who listen here, and to other instances. That nobody listens is no error.
fn announce(changed: Changed) -> (Announce, UnboundedReceiver<Vec<AccountId>>) {
    let (tell, for_others) = unbounded_channel();
    let announce = move |accounts: Vec<AccountId>| {
        drop(changed.send(accounts.clone().into()));
        drop(tell.send(accounts));
    };
    (Arc::new(announce), for_others)
}
