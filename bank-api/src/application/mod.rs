//! What a bank can be asked to do, and the ports it needs for that. Knows no transport and no database.

mod accounts;
mod admission;
mod anti_scan;
mod attempts;
mod changes;
mod feeds;
mod hub;
mod keys;
mod logins;
mod move_money;
mod openings;
mod passwords;
mod ports;
mod retry_dead_letter;
mod send_pix;
mod trace;
mod transfer_metrics;
mod windows;
mod working_copy;

pub use accounts::{
    AccountStore, AccountView, BadField, Closing, Movement, NewAccount, OpenAccount, OpenError, Opening,
    Statement, StatementPage, own_party,
};
pub use admission::{Admission, Change, Present, Standing, admit};
pub use anti_scan::{AntiScan, Uptime};
pub use attempts::Attempts;
pub use changes::{ChangeStore, Changes, NoPlace, Open, Place, Seen};
pub use feeds::{Changed, Feeds, Look, Onlooker, Sight};
pub use hub::{Entry, EntryPage, HoldingBank, Hub, HubError, HubRefusal, HubRule, Registration};
pub use keys::{CloseRefusal, KeyPorts, KeyRefusal, KeyRequest, Keys, Payee, Reconciler, Removal, path_key};
pub use logins::{Login, LoginError, Logins, Session, token_hash};
pub use move_money::{Announce, Answer, Command, HubMessage, MoveMoney, PinDigest, Refusal};
pub use openings::Openings;
pub use passwords::Passwords;
pub use ports::{ActiveKey, Books, Encoder, Intent, KeyStore, TokenHash, Wanted};
pub use retry_dead_letter::{Retried, RetryDeadLetter};
pub use send_pix::{IdempotencyKey, SendPix};
pub use working_copy::WorkingCopy;
