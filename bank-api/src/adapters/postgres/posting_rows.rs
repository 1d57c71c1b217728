//! A posting as a row.

use crate::domain::{Ledger, Posting, PostingKind};
use pix::Cents;

/// One row of `postings`, as it is written.
#[derive(Debug, sqlx::Type)]
#[sqlx(type_name = "posting_row")]
pub struct PostingRow {
    end_to_end_id: Option<String>,
    kind: String,
    debit: i64,
    credit: i64,
    amount_cents: i64,
    balance_after_cents: Option<i64>,
}

impl PostingRow {
    /// With the customer's balance after it.
    pub fn new(posting: &Posting, balance_after: Option<Cents>) -> Self {
        Self {
            end_to_end_id: posting.transfer.map(|id| id.to_string()),
            kind: kind_name(posting.kind).to_owned(),
            debit: ledger_number(posting.debit),
            credit: ledger_number(posting.credit),
            amount_cents: posting.amount.get(),
            balance_after_cents: balance_after.map(Cents::get),
        }
    }
}

/// The number of an account of the books.
fn ledger_number(ledger: Ledger) -> i64 {
    match ledger {
        Ledger::InFlight => 1,
        Ledger::Settlement => 2,
        Ledger::Treasury => 3,
        Ledger::Customer(id) => id.0,
    }
}

fn kind_name(kind: PostingKind) -> &'static str {
    match kind {
        PostingKind::Opening => "opening",
        PostingKind::Sent => "sent",
        PostingKind::Received => "received",
        PostingKind::Refund => "refund",
        PostingKind::Settled => "settled",
    }
}

/// The posting kind of a name.
pub fn kind(name: &str) -> Option<PostingKind> {
    use PostingKind::{Opening, Received, Refund, Sent, Settled};
    [Opening, Sent, Received, Refund, Settled].into_iter().find(|kind| kind_name(*kind) == name)
}
