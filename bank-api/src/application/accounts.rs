//! Opening accounts, and looking at them: statement, transfers, what changed.

use super::{
    move_money::PinDigest, openings::Openings, passwords::Passwords, ports::TokenHash,
    send_pix::IdempotencyKey,
};
use crate::domain::{AccountId, BRANCH, OurBank, PostingKind, Side, Transfer};
use async_trait::async_trait;
use banks::Secret;
use engine::Unavailable;
use pix::{Cents, EndToEndId, Party, PersonName, TaxId, Timestamp};
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

/// A new account, checked and ready to be written.
#[derive(Debug, Clone)]
pub struct Opening {
    pub id: AccountId,
    pub name: PersonName,
    pub tax_id: TaxId,
    pub email: String,
    pub password_hash: String,
    pub pin_digest: [u8; 32],
    pub balance: Cents,
}

/// An account as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    pub id: AccountId,
    pub name: String,
    pub tax_id: TaxId,
    pub email: String,
    pub balance: Cents,
    pub open: bool,
}

/// A movement of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The posting's number: later ones are higher.
    pub number: i64,
    pub at: Timestamp,
    pub kind: PostingKind,
    /// Below zero where it went out.
    pub amount: Cents,
    pub balance_after: Cents,
    /// None for opening money.
    pub transfer: Option<Transfer>,
}

/// Which movements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatementPage {
    /// Only those below this number.
    pub before: Option<i64>,
    /// Only those that came in, or went out.
    pub side: Option<Side>,
    /// At the most.
    pub limit: i64,
}

/// A page of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    pub movements: Vec<Movement>,
    /// The next page is before this; None on the last one.
    pub next: Option<i64>,
}

/// What came of closing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    Closed,
    /// There is no such account, or it is closed already.
    NotOpen,
    /// Money is on it, or on its way from it.
    Money,
    /// It still has keys, or waits for some.
    Keys,
}

/// Accounts, their holders and log-ins.
#[async_trait]
pub trait AccountStore: Send + Sync + 'static {
    /// A number nobody has.
    async fn next_number(&self) -> Result<AccountId, Unavailable>;
    /// Writes account, holder and opening money in one transaction.
    async fn open(&self, opening: &Opening) -> Result<(), OpenError>;
    async fn view(&self, account: AccountId) -> Result<Option<AccountView>, Unavailable>;
    /// Account and password hash of a normalised e-mail or tax id.
    async fn credentials(&self, login: &str) -> Result<Option<(AccountId, String)>, Unavailable>;
    /// Starts a session. An account has only so many: those that end first make room.
    async fn start_session(
        &self,
        token: &TokenHash,
        account: AccountId,
        hours: i32,
    ) -> Result<Timestamp, Unavailable>;
    async fn session(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable>;
    /// Whose it was, if it was one.
    async fn end_session(&self, token: &TokenHash) -> Result<Option<AccountId>, Unavailable>;
    async fn end_sessions(&self, account: AccountId) -> Result<(), Unavailable>;
    /// Deletes sessions that are over, `limit` at the most; how many.
    async fn sweep_sessions(&self, limit: i64) -> Result<i64, Unavailable>;
    /// Newest first.
    async fn statement(&self, account: AccountId, page: StatementPage) -> Result<Statement, Unavailable>;
    /// The account's side of a transfer; the payer's, where both are its own.
    async fn transfer(&self, account: AccountId, id: EndToEndId) -> Result<Option<Transfer>, Unavailable>;
    /// The transfer that the account ordered with this key.
    async fn ordered(
        &self,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Transfer>, Unavailable>;
    /// Forgets failed PINs. False when there is no such account.
    async fn unlock(&self, account: AccountId) -> Result<bool, Unavailable>;
    /// Closes an account without money and keys, and ends its sessions.
    async fn close(&self, account: AccountId) -> Result<Closing, Unavailable>;
}

/// Opens accounts.
#[derive(Clone)]
pub struct OpenAccount {
    pub accounts: Arc<dyn AccountStore>,
    pub passwords: Arc<Passwords>,
    pub openings: Arc<Openings>,
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

/// How the other side may see the account's holder, for the account's own view of a transfer.
pub fn own_party(view: &AccountView, bank: &OurBank) -> Party {
    Party {
        ispb: bank.ispb,
        bank_name: bank.name.clone(),
        branch: BRANCH.into(),
        account: view.id.to_string(),
        name: view.name.clone(),
        tax_id_masked: view.tax_id.masked(),
    }
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
