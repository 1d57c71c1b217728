//! What the audit claims, by name, and where it found a claim broken.

use serde::Serialize;
use std::collections::BTreeMap;

/// Places that are listed of each broken claim; the rest is counted.
const LISTED_MAX: usize = 20;

/// A claim. The first group holds within each bank, the second between the databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    Balances,
    BalanceChains,
    NoNegativeBalance,
    InFlight,
    Treasury,
    BooksBalance,
    SentOnce,
    SettledOrRefunded,
    PaidInside,
    ReceivedOnce,
    PostingsHaveTransfers,
    PostingsMatchTransfers,
    ChargesPaidOnce,
    OpenQuestions,
    ReturnsFit,
    ReturnsCounted,
    KnownToTheHub,
    HasItsPayer,
    SameTransfer,
    OneCredit,
    NeverCreditedAndRefunded,
    SameVerdict,
    SettlementPositions,
    MoneyInTheSystem,
    Settled,
}

impl Check {
    pub const ALL: [Check; 25] = [
        Check::Balances,
        Check::BalanceChains,
        Check::NoNegativeBalance,
        Check::InFlight,
        Check::Treasury,
        Check::BooksBalance,
        Check::SentOnce,
        Check::SettledOrRefunded,
        Check::PaidInside,
        Check::ReceivedOnce,
        Check::PostingsHaveTransfers,
        Check::PostingsMatchTransfers,
        Check::ChargesPaidOnce,
        Check::OpenQuestions,
        Check::ReturnsFit,
        Check::ReturnsCounted,
        Check::KnownToTheHub,
        Check::HasItsPayer,
        Check::SameTransfer,
        Check::OneCredit,
        Check::NeverCreditedAndRefunded,
        Check::SameVerdict,
        Check::SettlementPositions,
        Check::MoneyInTheSystem,
        Check::Settled,
    ];

    /// The claim in words.
    pub fn claim(self) -> &'static str {
        match self {
            Check::ChargesPaidOnce => {
                "a charge that is paid once was paid by one transfer, and says by which"
            }
            Check::Balances => "every customer's balance is the sum of its postings",
            Check::BalanceChains => "every balance-after follows from the posting before it",
            Check::NoNegativeBalance => "no balance is, or ever was, below zero",
            Check::InFlight => "in-flight money is the sum of the pending transfers",
            Check::Treasury => "the treasury issued the opening money and nothing else",
            Check::BooksBalance => "all accounts of a bank's books sum to zero",
            Check::SentOnce => "every transfer out was taken from its payer exactly once",
            Check::SettledOrRefunded => {
                "completed out is settled once, rejected out refunded once, pending neither"
            }
            Check::PaidInside => "a transfer inside a bank is one debit and one credit, both sides completed",
            Check::ReceivedOnce => "completed in was credited exactly once, rejected in never",
            Check::PostingsHaveTransfers => "no posting without its transfer",
            Check::PostingsMatchTransfers => "postings have their transfer's accounts and amount",
            Check::OpenQuestions => "a question is open exactly for each transfer that waits",
            Check::ReturnsFit => {
                "no more of a transfer is given back than came, and each return says of which"
            }
            Check::ReturnsCounted => "the hub counts with each transfer what is given back of it",
            Check::KnownToTheHub => {
                "the hub knows every transfer that was credited, refused, settled or refunded"
            }
            Check::HasItsPayer => {
                "every transfer the hub or a payee's bank knows was sent by its payer's bank"
            }
            Check::SameTransfer => "all agree on payer, key, amount and payee's bank",
            Check::OneCredit => "no transfer is credited at two banks",
            Check::NeverCreditedAndRefunded => "nothing that was credited was refunded",
            Check::SameVerdict => "hub and banks agree how each transfer ended",
            Check::SettlementPositions => "settlement positions sum to what is credited and not yet settled",
            Check::MoneyInTheSystem => "the money in the system is the opening money",
            Check::Settled => "every accepted transfer has ended and no question is open",
        }
    }
}

/// A broken claim.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Broken {
    /// In how many places.
    pub count: u64,
    /// The first of them.
    pub first: Vec<String>,
}

/// All that was found broken; empty is good.
#[derive(Debug, Default)]
pub struct Findings(BTreeMap<Check, Broken>);

impl Findings {
    pub fn add(&mut self, check: Check, place: impl Into<String>) {
        let broken = self.0.entry(check).or_default();
        broken.count += 1;
        if broken.first.len() < LISTED_MAX {
            broken.first.push(place.into());
        }
    }

    /// Adds places that were counted elsewhere: `count` in all, of which `listed` are known.
    pub fn add_counted(&mut self, check: Check, count: u64, listed: Vec<String>) {
        if count > 0 {
            let broken = self.0.entry(check).or_default();
            broken.count += count;
            broken.first.extend(listed);
            broken.first.truncate(LISTED_MAX);
        }
    }

    /// Adds what was found elsewhere.
    pub fn merge(&mut self, other: Findings) {
        for (check, Broken { count, first }) in other.0 {
            self.add_counted(check, count, first);
        }
    }

    pub fn of(&self, check: Check) -> Option<&Broken> {
        self.0.get(&check)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The broken claims, in the order of [`Check::ALL`].
    pub fn checks(&self) -> Vec<Check> {
        self.0.keys().copied().collect()
    }
}
