//! A receipt of the bank, worded for whoever stands at a counter.

use bank_contract::{PublicPartyJson, ReceiptJson, ReceiptStatusJson};

use super::{Paid, Verdict};
use crate::format::{Clock, money};

/// A sale is paid within this time; what is older is pointed out.
const OLD_SECONDS: i64 = 600;
/// Above this a time of day says more than a number of minutes.
const AGO_SECONDS_MAX: i64 = 3600;
/// Enough to compare with the paper in one's hand.
const ID_END: usize = 6;

pub fn verdict(status: ReceiptStatusJson) -> Verdict {
    match status {
        ReceiptStatusJson::Completed => Verdict::Done,
        ReceiptStatusJson::Travelling => Verdict::Travelling,
        ReceiptStatusJson::Rejected | ReceiptStatusJson::Returned => Verdict::Back,
        ReceiptStatusJson::PartlyReturned => Verdict::Part,
    }
}

pub fn paid(receipt: &ReceiptJson, clock: Clock) -> Paid {
    let age = clock.now.as_second() - receipt.at.as_second();
    let more = |party: &PublicPartyJson| format!("{} · {}", party.tax_id_masked, party.bank);
    let payee = receipt.payee.as_ref();
    let back: i64 = receipt.returns.iter().map(|back| back.amount_cents).sum();
    Paid {
        amount: money(receipt.amount_cents),
        back: (back > 0).then(|| (money(back), money(receipt.amount_cents - back))),
        payee: payee.map(|party| party.name.clone()).unwrap_or_default(),
        payee_more: payee.map(more).unwrap_or_default(),
        ago: if age < AGO_SECONDS_MAX { clock.ago(receipt.at) } else { clock.day(receipt.at) },
        when: clock.long(receipt.at),
        old: age > OLD_SECONDS,
        payer: receipt.payer.name.clone(),
        payer_more: more(&receipt.payer),
        id_end: receipt.end_to_end_id.chars().skip(32 - ID_END).collect(),
    }
}
