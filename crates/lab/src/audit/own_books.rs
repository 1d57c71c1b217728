//! Judges one transfer within one database, from one snapshot: do its postings and its open question follow from where
//! it stands? Pure; the money of whole accounts is judged in `sql_checks`.

use super::{
    check::{Check, Findings},
    sighting::{BankStatus, BankView, HubStatus, HubView, Posting, Side},
};
use std::fmt;

const IN_FLIGHT: i64 = 1;
const SETTLEMENT: i64 = 2;

/// How many postings of each kind one transfer has.
#[derive(Default)]
struct Counts {
    sent: u64,
    settled: u64,
    refund: u64,
    /// Paid from in-flight: inside the bank.
    received_inside: u64,
    /// Paid from settlement: from another bank.
    received: u64,
    unknown: u64,
}

impl Counts {
    fn of(postings: &[Posting]) -> Self {
        let mut counts = Self::default();
        for posting in postings {
            *match (posting.kind.as_str(), posting.debit) {
                ("sent", _) => &mut counts.sent,
                ("settled", _) => &mut counts.settled,
                ("refund", _) => &mut counts.refund,
                ("received", IN_FLIGHT) => &mut counts.received_inside,
                ("received", _) => &mut counts.received,
                _ => &mut counts.unknown,
            } += 1;
        }
        counts
    }
}

/// A transfer at one database, as findings name it: `bank 001 E…`.
#[derive(Clone, Copy)]
struct At<'a> {
    database: &'a str,
    id: &'a str,
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.database, self.id)
    }
}

/// Judges what the bank called `bank` has of the transfer `id`.
pub fn judge_bank(bank: &str, id: &str, view: &BankView, findings: &mut Findings) {
    let inside = [&view.out, &view.into].into_iter().flatten().any(|side| side.inside);
    let (at, counts) = (At { database: bank, id }, Counts::of(&view.postings));
    if inside {
        judge_inside(at, view, &counts, findings);
    } else {
        judge_out(at, view.out.as_ref(), &counts, findings);
        judge_in(at, view.into.as_ref(), &counts, findings);
    }
    for posting in &view.postings {
        if let Some(difference) = mismatch(view, posting) {
            findings.add(Check::PostingsMatchTransfers, format!("{at}: {difference}"));
        }
    }
    let waits = Side::crosses(&view.out).is_some_and(|out| out.status == BankStatus::Pending);
    judge_question(at, waits, view.question, findings);
}

/// Judges what the hub has of the transfer `id` by itself.
pub fn judge_hub(id: &str, view: &HubView, findings: &mut Findings) {
    let waits = view.transfer.as_ref().is_some_and(|transfer| match transfer.status {
        HubStatus::Pending | HubStatus::Confirmed | HubStatus::Rejected => true,
        HubStatus::Completed | HubStatus::Refunded => false,
    });
    judge_question(At { database: "hub", id }, waits, view.question, findings);
}

fn judge_question(at: At<'_>, waits: bool, asked: bool, findings: &mut Findings) {
    match (waits, asked) {
        (true, false) => findings.add(Check::OpenQuestions, format!("{at}: waits, and nobody asks")),
        (false, true) => findings.add(Check::OpenQuestions, format!("{at}: asks, and waits for nothing")),
        (true, true) | (false, false) => {}
    }
}

fn judge_inside(at: At<'_>, view: &BankView, counts: &Counts, findings: &mut Findings) {
    let done = |side: &Option<Side>| {
        side.as_ref().is_some_and(|side| side.inside && side.status == BankStatus::Completed)
    };
    if !done(&view.out) || !done(&view.into) {
        findings.add(Check::PaidInside, format!("{at}: its two sides are not both completed inside"));
    }
    let Counts { sent, settled, refund, received_inside, received, unknown } = counts;
    if (sent, received_inside) != (&1, &1) || settled + refund + received + unknown > 0 {
        findings.add(
            Check::PaidInside,
            format!(
                "{at}: sent {sent}, credited {received_inside}, others {}, expected 1, 1, 0",
                settled + refund + received + unknown
            ),
        );
    }
}

fn judge_out(at: At<'_>, out: Option<&Side>, counts: &Counts, findings: &mut Findings) {
    let Counts { sent, settled, refund, unknown, .. } = *counts;
    if unknown > 0 {
        findings.add(Check::PostingsHaveTransfers, format!("{at}: {unknown} postings of an unknown kind"));
    }
    let Some(out) = out else {
        if sent + settled + refund > 0 {
            let what = format!("{sent} sent, {settled} settled, {refund} refunded, of no transfer out");
            findings.add(Check::PostingsHaveTransfers, format!("{at}: {what}"));
        }
        return;
    };
    if sent != 1 {
        findings.add(Check::SentOnce, format!("{at}: taken from the payer {sent} times"));
    }
    let expected = match out.status {
        BankStatus::Pending => (0, 0),
        BankStatus::Completed => (1, 0),
        BankStatus::Rejected => (0, 1),
    };
    if (settled, refund) != expected {
        let what = format!("{}, settled {settled} times, refunded {refund} times", out.status.name());
        findings.add(Check::SettledOrRefunded, format!("{at}: {what}"));
    }
}

fn judge_in(at: At<'_>, into: Option<&Side>, counts: &Counts, findings: &mut Findings) {
    let credits = counts.received + counts.received_inside;
    let Some(into) = into else {
        if credits > 0 {
            let what = format!("{credits} received, of no transfer in");
            findings.add(Check::PostingsHaveTransfers, format!("{at}: {what}"));
        }
        return;
    };
    let expected = match into.status {
        BankStatus::Completed => 1,
        BankStatus::Rejected | BankStatus::Pending => 0,
    };
    if credits != expected || counts.received_inside > 0 {
        let what = format!(
            "{}, credited {} times from settlement, {} times from in-flight",
            into.status.name(),
            counts.received,
            counts.received_inside
        );
        findings.add(Check::ReceivedOnce, format!("{at}: {what}"));
    }
}

/// What a posting has otherwise than its transfer, in words.
fn mismatch(view: &BankView, posting: &Posting) -> Option<String> {
    let into = posting.kind == "received";
    let side = if into { view.into.as_ref() } else { view.out.as_ref() }?;
    let customer = side.account.unwrap_or_default();
    let (debit, credit) = match posting.kind.as_str() {
        "sent" => (customer, IN_FLIGHT),
        "settled" => (IN_FLIGHT, SETTLEMENT),
        "refund" => (IN_FLIGHT, customer),
        "received" if side.inside => (IN_FLIGHT, customer),
        "received" => (SETTLEMENT, customer),
        _ => return None,
    };
    let found = (posting.debit, posting.credit, posting.amount_cents);
    let expected = (debit, credit, side.amount_cents);
    (found != expected).then(|| {
        let say = |(debit, credit, cents): (i64, i64, i64)| format!("{cents} cents from {debit} to {credit}");
        format!("{} {}, the transfer says {}", posting.kind, say(found), say(expected))
    })
}
