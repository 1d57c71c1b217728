//! Which banks there are: reads `banks.env`, which everybody may know, and from `secrets/` beside it what the caller
//! itself needs, into checked values. It never touches the process environment, and knows nothing of how a database, a
//! broker or a page is reached.
//!
//! In reading order, by who asks: [`Face`] (a bank's pages), [`Bank`] (a bank), [`Hub`] and [`HubSettings`] (the hub),
//! [`Banks`] (whoever runs or examines all of it); [`Colours`] (how a bank looks), [`Secret`] (what no log may show),
//! [`BanksError`] (which line to mend). Inside, `lines` reads `KEY=value`, `files` says which files are read, `settings`
//! hands out each line once, and `everything` builds the values and compares them.

mod bank;
mod colours;
mod error;
mod everything;
mod face;
mod files;
mod hub;
mod lines;
mod settings;
mod url;

use std::path::Path;

pub use bank::Bank;
pub use colours::{Colour, Colours};
pub use error::BanksError;
pub use face::Face;
pub use hub::{Hub, HubSettings, Member};
pub use pix::{BankCode, Ispb};
pub use secret::Secret;

use files::{Files, Whose};

/// Everything there is to know, all secrets included. No two banks share an ISPB, a port or a token.
#[derive(Clone, Debug)]
pub struct Banks {
    pub hub: HubSettings,
    /// Ordered by code; at least one.
    pub banks: Vec<Bank>,
    /// Of the superuser `postgres` of the demo's own cluster.
    pub postgres_password: Secret,
    /// Of the broker's own user, [`Banks::KAFKA_BROKER_USER`].
    pub kafka_broker_password: Secret,
    /// Of the broker user [`Banks::KAFKA_STAGE_USER`]; only who puts the system on stage needs it.
    pub kafka_stage_password: Option<Secret>,
}

impl Banks {
    /// The superuser of the demo's own cluster.
    pub const POSTGRES_USER: &str = "postgres";

    /// The user by which the broker speaks to itself and by which topics, users and rights are made.
    pub const KAFKA_BROKER_USER: &str = "broker";

    /// The user by which the stage watches: it may read every topic, and write none.
    pub const KAFKA_STAGE_USER: &str = "stage";

    /// Reads the file at `path` and all of `secrets/` beside it. Secrets kept in files of their own (`…_FILE=path`) are read
    /// too; their relative paths begin at the folder of `path`.
    pub fn load(path: &Path) -> Result<Banks, BanksError> {
        everything::read(&Files::load(path, Whose::All)?)
    }

    /// The same, of one text with everything in it; relative paths of secrets begin at the working directory.
    pub fn parse(text: &str) -> Result<Banks, BanksError> {
        everything::read(&Files::of_text(text))
    }

    /// The bank with that code, or an error that lists the known ones and says which line would add it.
    pub fn bank(&self, code: BankCode) -> Result<&Bank, BanksError> {
        let unknown = || BanksError::unknown_bank(code, self.banks.iter().map(|bank| bank.code));
        self.banks.iter().find(|bank| bank.code == code).ok_or_else(unknown)
    }

    /// The bank with that ISPB, if it is one of these.
    pub fn bank_by_ispb(&self, ispb: Ispb) -> Option<&Bank> {
        self.banks.iter().find(|bank| bank.ispb == ispb)
    }

    /// The superuser's URL of `database` at `addr` (`host:port`), password included.
    pub fn postgres_url(&self, addr: &str, database: &str) -> String {
        url::postgres(addr, Self::POSTGRES_USER, &self.postgres_password, database)
    }
}

#[cfg(test)]
mod tests;
