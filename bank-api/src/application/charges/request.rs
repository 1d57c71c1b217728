//! What a customer asks for, and the charge that it becomes.

use super::ChargeRefusal;
use crate::{
    application::send_pix::{IdempotencyKey, hash},
    domain::{AccountId, Charge, EXPIRES_IN_MAX, Idempotency},
};
use engine::Entropy;
use pix::{Cents, Description, PixKey, Timestamp, Txid};
use std::time::Duration;

/// Below this nobody could pay it in time.
const EXPIRES_IN_MIN: i64 = 60;
const LABEL_MAX: usize = 60;
/// Letters and digits without those that are taken for one another.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 5 bits each: 125 of a static code's name, 160 of a dynamic one's, 130 of a token.
const STATIC_TXID: usize = 25;
const DYNAMIC_TXID: usize = 32;
const TOKEN: usize = 26;

/// A customer's wish to be paid.
#[derive(Debug, Clone)]
pub struct ChargeRequest {
    pub key: PixKey,
    pub amount: Option<Cents>,
    pub description: Description,
    /// For the customer alone.
    pub label: String,
    pub expires_in_seconds: Option<i64>,
    pub single_use: bool,
    pub idempotency_key: IdempotencyKey,
}

impl ChargeRequest {
    /// The key, with a hash of everything that was asked.
    pub fn idempotency(&self) -> Idempotency {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let (amount, expires) = (number(self.amount.map(Cents::get)), number(self.expires_in_seconds));
        let single_use = self.single_use.to_string();
        let asked =
            [self.key.as_str(), &amount, self.description.as_str(), &self.label, &expires, &single_use];
        Idempotency { key: self.idempotency_key.as_str().to_owned(), hash: hash(&asked) }
    }

    /// What is paid once, or expires, has a dynamic code: only its bank can say whether it may still be paid.
    ///
    /// # Errors
    /// [`ChargeRefusal`] for a field that breaks a rule.
    pub fn charge(
        self,
        account: AccountId,
        now: Timestamp,
        entropy: &Entropy,
    ) -> Result<Charge, ChargeRefusal> {
        if self.amount.is_some_and(|amount| !amount.is_positive() || amount > Cents::TRANSFER_MAX) {
            return Err(ChargeRefusal::NoMoney);
        }
        if self.label.chars().count() > LABEL_MAX || self.label.chars().any(char::is_control) {
            return Err(ChargeRefusal::Label);
        }
        if self.expires_in_seconds.is_some_and(|s| !(EXPIRES_IN_MIN..=EXPIRES_IN_MAX).contains(&s)) {
            return Err(ChargeRefusal::Expiry);
        }
        let is_dynamic = self.single_use || self.expires_in_seconds.is_some();
        let length = if is_dynamic { DYNAMIC_TXID } else { STATIC_TXID };
        Ok(Charge {
            account,
            txid: Txid::parse(&drawn(length, entropy))
                .map_err(|error| ChargeRefusal::Code(error.to_string()))?,
            key: self.key,
            amount: self.amount,
            description: self.description.as_str().to_owned(),
            label: self.label,
            token: is_dynamic.then(|| drawn(TOKEN, entropy)),
            created_at: now,
            expires_at: self
                .expires_in_seconds
                .map(|seconds| now + Duration::from_secs(seconds.unsigned_abs())),
            removed_at: None,
            paid: None,
            version: 1,
        })
    }
}

/// So many letters and digits that nobody guesses.
fn drawn(length: usize, entropy: &Entropy) -> String {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let mut bits = entropy();
        for _ in 0..12_usize.min(length - text.len()) {
            text.push(char::from(LETTERS[(bits % 32) as usize]));
            bits /= 32;
        }
    }
    text
}
