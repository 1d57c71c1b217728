//! A customer's order to return what came, as any transport hands it in.

use super::{
    send_pix::{IdempotencyKey, hash},
    tokens::TokenHash,
};
use crate::domain::Idempotency;
use banks::Secret;
use pix::{Cents, Description, EndToEndId, ReturnReason};

/// A customer's request to return.
#[derive(Debug, Clone)]
pub struct ReturnPix {
    pub session: TokenHash,
    /// What came.
    pub original: EndToEndId,
    pub amount: Cents,
    pub reason: ReturnReason,
    pub description: Description,
    pub idempotency_key: IdempotencyKey,
    /// As it was typed.
    pub pin: Secret,
}

impl ReturnPix {
    /// The key, with a hash of everything that was asked but the PIN. An order to send has never the same.
    pub fn idempotency(&self) -> Idempotency {
        let amount = self.amount.get().to_string();
        let asked =
            ["return", self.original.as_str(), &amount, self.reason.as_str(), self.description.as_str()];
        Idempotency { key: self.idempotency_key.as_str().to_owned(), hash: hash(&asked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> ReturnPix {
        ReturnPix {
            session: [1; 32],
            original: "E2000000220261128143200abcDEF123".parse().unwrap(),
            amount: Cents::new(1050),
            reason: ReturnReason::Customer,
            description: Description::parse("too much").unwrap(),
            idempotency_key: IdempotencyKey::parse("once").unwrap(),
            pin: Secret::new("1234"),
        }
    }

    #[test]
    fn whatever_is_asked_makes_another_return_but_not_who_asks_or_the_pin() {
        let first = order().idempotency();
        let retried = ReturnPix { session: [2; 32], pin: Secret::new("4321"), ..order() };
        assert_eq!(retried.idempotency(), first);
        for other in [
            ReturnPix { original: "E2000000220261128143200abcDEF124".parse().unwrap(), ..order() },
            ReturnPix { amount: Cents::new(1051), ..order() },
            ReturnPix { reason: ReturnReason::Fraud, ..order() },
            ReturnPix { description: Description::parse("").unwrap(), ..order() },
        ] {
            assert_ne!(other.idempotency().hash, first.hash, "{other:?}");
        }
    }
}
