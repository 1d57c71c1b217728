//! One bank as it knows itself: its face, its secrets, and the names that follow from its code.

use std::{ops::Deref, path::Path};

use pix::BankCode;

use crate::{
    BanksError, Face, Secret,
    files::{Files, Whose},
    settings::{
        SecretRule::{Text, Token},
        Settings,
    },
    url,
};

/// A bank: its [`Face`], and its secrets.
#[derive(Clone, Debug)]
pub struct Bank {
    pub face: Face,
    /// Of the role [`Bank::database_role`].
    pub database_password: Secret,
    /// Of the broker user [`Bank::kafka_user`].
    pub kafka_password: Secret,
    /// The bearer token by which the hub knows this bank.
    pub hub_token: Secret,
    /// The HMAC key of its customers' PINs.
    pub pin_key: Secret,
    /// The bearer token of the bank's own administration; no customer's session opens it, nor another's token.
    pub admin_token: Secret,
}

impl Deref for Bank {
    type Target = Face;

    fn deref(&self) -> &Face {
        &self.face
    }
}

impl Bank {
    /// Reads it from the banks file at `path` and `secrets/bank-nnn.env` beside it, and nobody else's secrets.
    pub fn load(path: &Path, code: BankCode) -> Result<Bank, BanksError> {
        let files = Files::load(path, Whose::Banks(code))?;
        let mut settings = Settings::read(&files)?;
        let faces = Face::all(&mut settings)?;
        let bank = Bank::take(&mut settings, Face::choose(faces, code)?)?;
        settings.finish()?;
        Ok(bank)
    }

    /// With its secrets.
    pub(crate) fn take(settings: &mut Settings<'_>, face: Face) -> Result<Bank, BanksError> {
        let code = face.code;
        let key = |setting: &str| format!("BANK_{code}_{setting}");
        Ok(Bank {
            database_password: settings.secret(&key("DATABASE_PASSWORD"), Text)?,
            kafka_password: settings.secret(&key("KAFKA_PASSWORD"), Token)?,
            hub_token: settings.secret(&key("HUB_TOKEN"), Token)?,
            pin_key: settings.secret(&key("PIN_KEY"), Text)?,
            admin_token: settings.secret(&key("ADMIN_TOKEN"), Token)?,
            face,
        })
    }

    /// `bank_001`: the role, and the database of the same name.
    pub fn database_role(&self) -> String {
        format!("bank_{}", self.code)
    }

    /// Its database at `postgres_addr` (`host:port`, or `/directory:port` of its socket), password included.
    pub fn database_url(&self, postgres_addr: &str) -> String {
        let role = self.database_role();
        url::postgres(postgres_addr, &role, &self.database_password, &role)
    }

    /// `bank-001`: the broker user, and the consumer group of the same name.
    pub fn kafka_user(&self) -> String {
        format!("bank-{}", self.code)
    }
}
