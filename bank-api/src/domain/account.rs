//! An account and its holder, as far as transfers need them.

use super::{OurBank, pin::Pin};
use pix::{Cents, Party, TaxId};
use std::{fmt, num::ParseIntError, str::FromStr};

/// The one branch of every bank here.
pub const BRANCH: &str = "0001";

/// An account's number; it is also its id, in the books and outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub i64);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AccountId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

/// A customer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub holder: String,
    pub tax_id: TaxId,
    /// Never below zero.
    pub balance: Cents,
    /// A closed account sends and receives nothing; a refund it still gets.
    pub open: bool,
    pub pin: Pin,
}

impl Account {
    /// Is there room for so much more on an account that receives?
    pub fn takes(&self, amount: Cents) -> bool {
        let after = self.balance.checked_add(amount);
        self.open && after.is_some_and(|after| after <= Cents::BALANCE_MAX)
    }

    /// How the payee's bank may see this payer.
    pub fn as_payer(&self, bank: &OurBank) -> Party {
        Party { branch: BRANCH.into(), account: self.id.to_string(), ..self.as_payee(bank) }
    }

    /// How a payer may see this payee: never branch and account (PIX.md §1, what the payer may see).
    pub fn as_payee(&self, bank: &OurBank) -> Party {
        Party {
            ispb: bank.ispb,
            bank_name: bank.name.clone(),
            branch: String::new(),
            account: String::new(),
            name: self.holder.clone(),
            tax_id_masked: self.tax_id.masked(),
        }
    }
}
