//! What a bank can be asked to do, and the ports it needs for that. Knows no transport and no database.

mod accounts;
mod admission;
mod anti_scan;
mod attempts;
mod changes;
mod feeds;
mod keys;
mod logins;
mod move_money;
mod notices;
mod openings;
mod passwords;
mod ports;
mod retry_dead_letter;
mod send_pix;
mod trace;
mod transfer_metrics;
mod windows;
mod working_copy;

pub use accounts::{BadField, NewAccount, OpenAccount, OpenError, own_party};
pub use admission::{Admission, Change, Present, Standing, admit};
pub use anti_scan::{AntiScan, Uptime};
pub use attempts::Attempts;
pub use changes::{NoPlace, Open, Place, Seen};
pub use feeds::{Feeds, Look, Onlooker, Sight};
pub use keys::{CloseRefusal, KeyPorts, KeyRefusal, KeyRequest, Keys, Payee, Reconciler, Removal, path_key};
pub use logins::{Login, LoginError, Logins, Session, token_hash};
pub use move_money::{Announce, Answer, Command, HubMessage, MoveMoney, PinDigest, Refusal};
pub use notices::{listen_to_others, notify_others};
pub use openings::Openings;
pub use passwords::Passwords;
pub use ports::*;
pub use retry_dead_letter::{Retried, RetryDeadLetter};
pub use send_pix::{IdempotencyKey, SendPix};
pub use working_copy::WorkingCopy;
