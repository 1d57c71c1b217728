//! What must hold, by name, and what was found where it does not.

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invariant {
    NoNegativeBalance,
    BalanceIsSumOfPostings,
    /// One debit, and one of credit and refund, as all databases have it.
    OneEnd,
    /// No more comes back than went, and only after it has arrived.
    ReturnsFit,
    /// Everything comes to rest.
    Rests,
    /// And soon, where every loss is noticed.
    RestsSoon,
    MoneyIsExact,
    AnswersAreKept,
    /// A charge is paid by one transfer, and says so.
    ChargesArePaidOnce,
}

/// What did not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Breach {
    pub invariant: Invariant,
    pub what: String,
}

impl Invariant {
    pub fn hold(self, holds: bool, what: impl FnOnce() -> String) -> Result<(), Breach> {
        if holds { Ok(()) } else { Err(Breach { invariant: self, what: what() }) }
    }
}
