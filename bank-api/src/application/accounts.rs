//! Opening accounts.

use super::{
    account_view::AccountView,
    move_money::PinDigest,
    network_limit::NetworkLimit,
    passwords::Passwords,
    ports::{Accounts, NotOpened, Opening},
};
use banks::Secret;
use engine::Unavailable;
use pix::{Cents, PersonName, TaxId};
use std::{net::IpAddr, sync::Arc, time::Duration};
use unicode_normalization::UnicodeNormalization as _;

/// The fewest and the most characters of a password.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=128;
/// The most characters of an e-mail address.
const EMAIL_MAX: usize = 254;

/// What somebody who wants an account says; nothing of it is trusted.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub name: String,
    pub tax_id: String,
    pub email: String,
    pub password: Secret,
    pub pin: Secret,
}

/// A part of a request that is wrong, and what to correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub struct BadField {
    pub field: &'static str,
    pub why: String,
}

/// Why no account was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Field(#[from] BadField),
    #[error("there already is an account with this tax id; log in instead")]
    TaxIdTaken,
    #[error("there already is an account with this e-mail; log in, or use another")]
    EmailTaken,
    #[error("too many accounts were asked for from your network; try again in {} seconds", .0.as_secs())]
    TooMany(Duration),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl From<NotOpened> for OpenError {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::TaxIdTaken => Self::TaxIdTaken,
            NotOpened::EmailTaken => Self::EmailTaken,
            NotOpened::Unavailable(unavailable) => Self::Unavailable(unavailable),
        }
    }
}

/// Opens accounts.
#[derive(Clone)]
pub struct OpenAccount {
    pub accounts: Arc<dyn Accounts>,
    pub passwords: Arc<Passwords>,
    pub openings: Arc<NetworkLimit>,
    pub pin_digest: PinDigest,
    pub opening_balance: Cents,
}

impl OpenAccount {
    /// Opens an account with opening money, for somebody who asks `from` there.
    pub async fn open(&self, wanted: NewAccount, from: IpAddr) -> Result<AccountView, OpenError> {
        let name = PersonName::parse(&wanted.name).map_err(|why| bad("name", why))?;
        let tax_id = TaxId::parse(&wanted.tax_id).map_err(|why| bad("tax_id", why))?;
        let email = email(&wanted.email)?;
        if !PASSWORD.contains(&wanted.password.expose().nfc().count()) {
            return Err(bad("password", "choose one of 8 to 128 characters").into());
        }
        let pin = wanted.pin.expose();
        if pin.len() != 4 || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad("pin", "choose exactly four digits").into());
        }
        self.openings.ask(from).map_err(OpenError::TooMany)?;
        let password_hash = self.passwords.hash(wanted.password).await?;
        let id = self.accounts.next_number().await?;
        let pin_digest = (self.pin_digest)(id, pin);
        let balance = self.opening_balance;
        let view = AccountView {
            id,
            name: name.as_str().to_owned(),
            tax_id,
            email: email.clone(),
            balance,
            open: true,
        };
        self.accounts.open(&Opening { id, name, tax_id, email, password_hash, pin_digest, balance }).await?;
        tracing::info!(account = %id, "account opened");
        Ok(view)
    }
}

fn bad(field: &'static str, why: impl ToString) -> BadField {
    BadField { field, why: why.to_string() }
}

/// An e-mail address as it is kept and looked up: trimmed, in lower case, of visible ASCII alone, so that no two look the
/// same.
pub fn email(raw: &str) -> Result<String, BadField> {
    let email = raw.trim().to_ascii_lowercase();
    let sound = email.len() <= EMAIL_MAX
        && email.bytes().all(|byte| byte.is_ascii_graphic())
        && email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && host.split('.').all(|label| !label.is_empty())
        });
    if sound { Ok(email) } else { Err(bad("email", "write an address such as ana@example.com")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_e_mail_address_is_of_visible_ascii_and_its_host_has_a_dot_inside() {
        for (raw, kept) in [(" Ana@Example.COM ", "ana@example.com"), ("a+b/c@x-y.z", "a+b/c@x-y.z")] {
            assert_eq!(email(raw).as_deref(), Ok(kept));
        }
        let wrong = [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@example",
            "ana@.com",
            "ana@example.",
            "ana@ex..com",
            "a@b@c.d",
            "an a@b.c",
            "an\u{200b}a@b.c",
            "jo\u{e3}o@b.c",
            "\u{212a}@b.c",
            "a\0@b.c",
        ];
        for raw in wrong.map(str::to_owned).into_iter().chain([format!("{}@b.c", "a".repeat(251))]) {
            assert!(email(&raw).is_err(), "{raw:?}");
        }
    }
}
