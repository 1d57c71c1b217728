//! A charge: what a payee asks for by a code of its own. It is judged where its money arrives, by the clock of the payee's
//! bank, so that two banks need not agree on anything.

use super::AccountId;
use pix::{Cents, EndToEndId, PixKey, Reason, Timestamp, Txid};

/// How long a charge may wait at the most: a year.
pub const EXPIRES_IN_MAX: i64 = 366 * 24 * 60 * 60;

/// What somebody asks to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub account: AccountId,
    /// One per account, for ever.
    pub txid: Txid,
    /// One of the account's own.
    pub key: PixKey,
    /// None leaves it to the payer.
    pub amount: Option<Cents>,
    /// For the payer, at most 140 characters; may be empty.
    pub description: String,
    /// For the payee alone; may be empty.
    pub label: String,
    /// Of one that is paid once: the unguessable end of the address that its code leads to. The code of any other says
    /// all by itself, and may be paid many times.
    pub token: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub removed_at: Option<Timestamp>,
    /// Of one that is paid once.
    pub paid: Option<Paid>,
    /// Counts the changes; guards the commit.
    pub version: i64,
}

/// By which transfer a charge was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    pub by: EndToEndId,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeStatus {
    Open,
    Paid,
    Expired,
    Removed,
}

impl ChargeStatus {
    pub const ALL: [Self; 4] = [Self::Open, Self::Paid, Self::Expired, Self::Removed];

    /// The name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Expired => "expired",
            Self::Removed => "removed",
        }
    }
}

impl Charge {
    pub fn is_paid_once(&self) -> bool {
        self.token.is_some()
    }

    pub fn status(&self, now: Timestamp) -> ChargeStatus {
        let is_over = self.expires_at.is_some_and(|at| at <= now);
        match (self.paid, self.removed_at) {
            (Some(_), _) => ChargeStatus::Paid,
            (None, Some(_)) => ChargeStatus::Removed,
            (None, None) if is_over => ChargeStatus::Expired,
            (None, None) => ChargeStatus::Open,
        }
    }

    /// The charge after `amount` has come for it, None where it stays as it is; the reason for which that is refused.
    fn pay(&self, amount: Cents, paid: Paid) -> Result<Option<Self>, Reason> {
        match self.status(paid.at) {
            ChargeStatus::Paid => Err(Reason::ChargePaid),
            ChargeStatus::Removed => Err(Reason::ChargeRemoved),
            ChargeStatus::Expired => Err(Reason::ChargeExpired),
            ChargeStatus::Open if self.amount.is_some_and(|asked| asked != amount) => {
                Err(Reason::ChargeAmount)
            }
            ChargeStatus::Open => Ok(self.is_paid_once().then(|| Self {
                paid: Some(paid),
                version: self.version + 1,
                ..self.clone()
            })),
        }
    }
}

/// The charge that a decision rests on, and what becomes of it. It holds only while the charge is as it was read: whoever
/// is told that a charge was paid must not be told so for a payment that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeStep {
    pub account: AccountId,
    pub txid: Txid,
    /// The version that was read.
    pub before: i64,
    /// None where it stays as it is.
    pub after: Option<Charge>,
}

/// Judges money that names `txid`, arriving at an account whose charge of that name is `charge`.
///
/// A static identifier that the account does not know is credited as any other Pix: other generators use their own. A
/// dynamic one pays nothing but its charge.
pub fn judge(
    charge: Option<&Charge>,
    txid: Option<&Txid>,
    amount: Cents,
    paid: Paid,
) -> (Option<ChargeStep>, Result<(), Reason>) {
    let Some(charge) = charge else {
        let unknown = txid.is_some_and(Txid::is_dynamic);
        return (None, if unknown { Err(Reason::ChargeUnknown) } else { Ok(()) });
    };
    let (after, judged) = match charge.pay(amount, paid) {
        Ok(after) => (after, Ok(())),
        Err(reason) => (None, Err(reason)),
    };
    let Charge { account, txid, version: before, .. } = charge.clone();
    (Some(ChargeStep { account, txid, before, after }), judged)
}

#[cfg(test)]
mod tests;
