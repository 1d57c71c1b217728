//! A customer's order to send, as any transport hands it in.

use super::tokens::TokenHash;
use crate::domain::Idempotency;
use banks::Secret;
use pix::{Cents, Description, Instrument, PixKey, Txid};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Characters of an idempotency key, at the most.
const KEY_MAX: usize = 200;

/// What a customer calls an order, so that it can be repeated: 1 to 200 visible characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// None for what cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let sound = (1..=KEY_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        sound.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A customer's request to send.
#[derive(Debug, Clone)]
pub struct SendPix {
    pub session: TokenHash,
    pub key: PixKey,
    pub amount: Cents,
    pub description: Description,
    /// The registration of the key that the customer saw, if it looked.
    pub entry_id: Option<Uuid>,
    /// The charge that it pays.
    pub txid: Option<Txid>,
    /// What the customer had in hand.
    pub instrument: Instrument,
    pub idempotency_key: IdempotencyKey,
    /// As it was typed.
    pub pin: Secret,
}

impl SendPix {
    /// The key, with a hash of everything that was asked but the PIN: the same key with another hash is another order.
    pub fn idempotency(&self) -> Idempotency {
        let amount = self.amount.get().to_string();
        let entry_id = self.entry_id.map(|id| id.to_string()).unwrap_or_default();
        let asked = [self.key.as_str(), &amount, self.description.as_str(), &entry_id];
        // An order by key has the hash that it had before there were others, for whoever repeats one of then.
        let hash = match (&self.txid, self.instrument) {
            (None, Instrument::Key) => hash(&asked),
            (txid, instrument) => {
                let txid = txid.as_ref().map(Txid::as_str).unwrap_or_default();
                let [key, amount, description, entry_id] = asked;
                hash(&[key, amount, description, entry_id, txid, instrument.as_str()])
            }
        };
        Idempotency { key: self.idempotency_key.0.clone(), hash }
    }
}

/// SHA-256 of the parts, each behind its length, so that no two requests look the same.
pub(super) fn hash(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> SendPix {
        SendPix {
            session: [1; 32],
            key: PixKey::detect("bia@example.com").unwrap(),
            amount: Cents::new(1050),
            description: Description::parse("pizza").unwrap(),
            entry_id: None,
            txid: None,
            instrument: Instrument::Key,
            idempotency_key: IdempotencyKey::parse("once").unwrap(),
            pin: Secret::new("1234"),
        }
    }

    #[test]
    fn whatever_is_asked_makes_another_order_but_not_who_asks_or_the_pin() {
        let first = order().idempotency();
        let retried = SendPix { session: [2; 32], pin: Secret::new("4321"), ..order() };
        assert_eq!(retried.idempotency(), first);
        for other in [
            SendPix { key: PixKey::detect("ana@example.com").unwrap(), ..order() },
            SendPix { amount: Cents::new(1051), ..order() },
            SendPix { description: Description::parse("").unwrap(), ..order() },
            SendPix { entry_id: Some(Uuid::nil()), ..order() },
            SendPix { txid: Txid::parse("coffee").ok(), ..order() },
            SendPix { instrument: Instrument::StaticCode, ..order() },
        ] {
            assert_ne!(other.idempotency().hash, first.hash, "{other:?}");
        }
    }

    #[test]
    fn no_log_shows_the_pin() {
        assert!(!format!("{:?}", order()).contains("1234"));
    }

    #[test]
    fn an_idempotency_key_is_visible_and_not_too_long() {
        assert!(IdempotencyKey::parse(&"x".repeat(200)).is_some());
        for text in ["", " ", "a b", "a\0", "ção", &"x".repeat(201)] {
            assert_eq!(IdempotencyKey::parse(text), None, "{text:?}");
        }
    }
}
