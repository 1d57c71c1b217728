//! Why a payee gives money back. It decides nothing about the money; both customers are told.

use std::str::FromStr;

use crate::wire::travels_as_string;

/// Why a transfer is returned (SPI's codes of a devolução).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReturnReason {
    /// The payee wants it so (`MD06`).
    Customer,
    /// A bank made a mistake (`BE08`).
    BankError,
    /// It was a fraud (`FR01`).
    Fraud,
}

/// The text names no reason for a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown reason for a return: use customer, bank_error or fraud")]
pub struct ReturnReasonError;

impl ReturnReason {
    pub const ALL: [ReturnReason; 3] = [ReturnReason::Customer, ReturnReason::BankError, ReturnReason::Fraud];

    /// The name in JSON and in the databases.
    pub const fn as_str(&self) -> &'static str {
        match self {
            ReturnReason::Customer => "customer",
            ReturnReason::BankError => "bank_error",
            ReturnReason::Fraud => "fraud",
        }
    }

    /// The code that the SPI knows it by.
    pub const fn code(&self) -> &'static str {
        match self {
            ReturnReason::Customer => "MD06",
            ReturnReason::BankError => "BE08",
            ReturnReason::Fraud => "FR01",
        }
    }
}

impl FromStr for ReturnReason {
    type Err = ReturnReasonError;

    fn from_str(text: &str) -> Result<ReturnReason, ReturnReasonError> {
        ReturnReason::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or(ReturnReasonError)
    }
}

travels_as_string!(ReturnReason);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn every_reason_is_read_back_from_its_name() {
        for reason in ReturnReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
            let json = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<ReturnReason>(&json).unwrap(), reason);
        }
        for text in ["", "MD06", "Fraud"] {
            assert_eq!(text.parse::<ReturnReason>(), Err(ReturnReasonError), "{text:?}");
        }
    }
}
