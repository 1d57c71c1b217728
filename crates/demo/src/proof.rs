//! The money adds up: judged over all stores at one moment.

use crate::ground::{BankGround, HubGround};
use bank_api::{
    adapters::memory::Rows,
    domain::{Ledger, PostingKind, Side, Status, Transfer},
};
use banks::BankCode;
use pix::{Cents, EndToEndId};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// All that banks ever gave to those who opened accounts.
    pub opened: Cents,
    pub in_accounts: Cents,
    /// Taken from payers, neither with a payee nor back yet.
    pub on_the_way: Cents,
    /// Transfers of which money is on the way, or whose payer does not know yet that they arrived.
    pub open: usize,
    /// One sentence for each thing that is wrong.
    pub wrong: Vec<String>,
}

impl Proof {
    /// Nothing is lost, nothing is doubled.
    pub fn holds(&self) -> bool {
        self.wrong.is_empty()
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opened, in_accounts, on_the_way, open, wrong } = self;
        writeln!(
            f,
            "{opened} were given out: {in_accounts} are in accounts, {on_the_way} on the way ({open} transfers)"
        )?;
        match wrong.is_empty() {
            true => write!(f, "the books are right"),
            false => write!(f, "THE BOOKS ARE WRONG:\n  {}", wrong.join("\n  ")),
        }
    }
}

/// Judges all stores. Nobody commits meanwhile: what is seen is one moment.
pub fn prove(hub: &HubGround, banks: &BTreeMap<BankCode, BankGround>) -> Proof {
    let rows: BTreeMap<_, _> = banks.iter().map(|(code, bank)| (*code, bank.books.rows())).collect();
    let of_hub: BTreeSet<_> = hub.transfers.all().into_iter().map(|transfer| transfer.id).collect();
    let mut proof = Proof::default();
    let credited: BTreeMap<EndToEndId, usize> = rows
        .values()
        .flat_map(|rows| sides(rows, Side::In))
        .filter(|side| side.status == Status::Completed)
        .fold(BTreeMap::new(), |mut credited, side| {
            *credited.entry(side.id).or_default() += 1;
            credited
        });
    for (code, rows) in &rows {
        proof.add_books(*code, rows);
        for sent in sides(rows, Side::Out) {
            proof.add_sent(*code, sent, credited.get(&sent.id).copied().unwrap_or(0));
            if sent.status == Status::Completed && !sent.inside && !of_hub.contains(&sent.id) {
                proof
                    .wrong
                    .push(format!("bank {code}: {} is completed, and the hub does not know it", sent.id));
            }
        }
    }
    let sum = sum([proof.in_accounts, proof.on_the_way]);
    if sum != proof.opened {
        proof.wrong.push(format!("{} were given out, and {sum} are there", proof.opened));
    }
    proof
}

impl Proof {
    /// A balance is the sum of its postings, and not below zero.
    fn add_books(&mut self, code: BankCode, rows: &Rows) {
        let mut sums = BTreeMap::<Ledger, i64>::new();
        for posted in &rows.postings {
            let amount = posted.posting.amount.get();
            *sums.entry(posted.posting.debit).or_default() -= amount;
            *sums.entry(posted.posting.credit).or_default() += amount;
        }
        for account in rows.accounts.values() {
            let posted = sums.get(&Ledger::Customer(account.id)).copied().unwrap_or(0);
            if posted != account.balance.get() || account.balance.is_negative() {
                self.wrong.push(format!(
                    "bank {code}: account {} has {}, by its postings {posted} cents",
                    account.id, account.balance
                ));
            }
        }
        let opened = rows.postings.iter().filter(|posted| posted.posting.kind == PostingKind::Opening);
        self.opened = sum(opened.map(|posted| posted.posting.amount).chain([self.opened]));
        self.in_accounts =
            sum(rows.accounts.values().map(|account| account.balance).chain([self.in_accounts]));
        let pending = sides(rows, Side::Out).filter(|sent| sent.status == Status::Pending);
        let (pending, in_flight) =
            (sum(pending.map(|sent| sent.amount)), sums.get(&Ledger::InFlight).copied().unwrap_or(0));
        if pending.get() != in_flight {
            self.wrong
                .push(format!("bank {code}: {pending} are pending, and {in_flight} cents are in flight"));
        }
    }

    /// What was sent arrived at most once, and never came back as well.
    fn add_sent(&mut self, code: BankCode, sent: &Transfer, credits: usize) {
        let Transfer { id, amount, status, .. } = sent;
        match (status, credits) {
            (Status::Pending, 0) => {
                self.on_the_way = sum([self.on_the_way, *amount]);
                self.open += 1;
            }
            (Status::Pending, 1) => self.open += 1,
            (Status::Completed, 1) | (Status::Rejected, 0) => {}
            (status, credits) => {
                self.wrong.push(format!("bank {code}: {id} is {status:?} and was credited {credits} times"));
            }
        }
    }
}

fn sides(rows: &Rows, side: Side) -> impl Iterator<Item = &Transfer> {
    rows.transfers.values().filter(move |transfer| transfer.side == side)
}

fn sum(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::new(amounts.into_iter().map(Cents::get).sum())
}
