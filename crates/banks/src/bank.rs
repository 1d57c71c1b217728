//! One bank of `banks.env`, and the names that follow from its code.

use pix::{BankCode, Ispb};

use crate::{Colours, Secret, url};

/// A bank: who it is, how it looks, where it listens, and its secrets.
#[derive(Clone, Debug)]
pub struct Bank {
    pub code: BankCode,
    pub ispb: Ispb,
    /// As its customers read it.
    pub name: String,
    /// Which drawings and shapes its pages wear: lower-case letters, digits and hyphens.
    pub brand: String,
    pub colours: Colours,
    /// Loopback port of its REST interface.
    pub api_port: u16,
    /// Loopback port of its pages.
    pub web_port: u16,
    /// Of the role [`Bank::database_role`].
    pub database_password: Secret,
    /// Of the broker user [`Bank::kafka_user`].
    pub kafka_password: Secret,
    /// The bearer token by which the hub knows this bank.
    pub hub_token: Secret,
    /// The HMAC key of its customers' PINs.
    pub pin_key: Secret,
}

impl Bank {
    /// `bank_001`: the role, and the database of the same name.
    pub fn database_role(&self) -> String {
        format!("bank_{}", self.code)
    }

    /// Its database at `postgres_addr` (`host:port`), password included.
    pub fn database_url(&self, postgres_addr: &str) -> String {
        let role = self.database_role();
        url::postgres(postgres_addr, &role, &self.database_password, &role)
    }

    /// `bank-001`: the broker user, and the consumer group of the same name.
    pub fn kafka_user(&self) -> String {
        format!("bank-{}", self.code)
    }

    /// `codepix.from.001`: only this bank may write it.
    pub fn topic_from(&self) -> String {
        format!("codepix.from.{}", self.code)
    }

    /// `codepix.to.001`: only this bank may read it.
    pub fn topic_to(&self) -> String {
        format!("codepix.to.{}", self.code)
    }
}
