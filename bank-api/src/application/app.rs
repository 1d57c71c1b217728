//! The use cases as one value, for every transport to hold.

use super::{
    accounts::OpenAccount,
    charges::Charging,
    codes::Codes,
    feeds::Feeds,
    keys::Keys,
    logins::Logins,
    move_money::MoveMoney,
    ports::{Accounts, Statements},
    receipts::Receipts,
};
use crate::domain::OurBank;
use engine::Intake;
use std::sync::Arc;

/// What a transport can ask of the bank. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub bank: OurBank,
    pub accounts: Arc<dyn Accounts>,
    pub statements: Arc<dyn Statements>,
    pub opening: OpenAccount,
    pub sessions: Logins,
    pub keys: Arc<Keys>,
    pub charging: Arc<Charging>,
    pub codes: Arc<Codes>,
    pub money: Intake<MoveMoney>,
    pub feeds: Arc<Feeds>,
    pub receipts: Arc<Receipts>,
}
