//! The money adds up: judged over all stores at one moment.

use crate::ground::Grounds;
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
    pub completed: usize,
    pub refunded: usize,
    /// By rule.
    pub judged: BTreeMap<Rule, Judged>,
}

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A balance is the sum of its postings.
    Balances,
    NoNegativeBalance,
    /// What a bank has in flight is what of its transfers is pending.
    InFlight,
    /// What was sent was credited once if it is completed, and at most once before.
    ReceivedOnce,
    NeverCreditedAndRefunded,
    /// The hub has all that was completed between banks.
    KnownToTheHub,
    /// All that is there is what was given out.
    MoneyInTheSystem,
}

/// Of one rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// So many cases were looked at.
    pub cases: usize,
    /// One sentence for each thing that is wrong.
    pub wrong: Vec<String>,
}

impl Proof {
    /// Nothing is lost, nothing is doubled.
    pub fn holds(&self) -> bool {
        self.wrong().next().is_none()
    }

    fn wrong(&self) -> impl Iterator<Item = &str> {
        self.judged.values().flat_map(|judged| &judged.wrong).map(String::as_str)
    }

    /// How many transfers were ever accepted.
    pub fn transfers(&self) -> usize {
        self.open + self.completed + self.refunded
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opened, in_accounts, on_the_way, open, .. } = self;
        writeln!(
            f,
            "{opened} were given out: {in_accounts} are in accounts, {on_the_way} on the way ({open} transfers)"
        )?;
        match self.holds() {
            true => write!(f, "the books are right"),
            false => write!(f, "THE BOOKS ARE WRONG:\n  {}", self.wrong().collect::<Vec<_>>().join("\n  ")),
        }
    }
}

/// Judges all stores. Nobody commits meanwhile: what is seen is one moment.
pub fn prove(grounds: &Grounds) -> Proof {
    let rows: BTreeMap<_, _> = grounds.banks.iter().map(|(code, bank)| (*code, bank.books.rows())).collect();
    let of_hub: BTreeSet<_> = grounds.hub.transfers.rows().keys().copied().collect();
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
            if sent.status == Status::Completed && !sent.inside {
                let wrong = || format!("bank {code}: {} is completed, and the hub does not know it", sent.id);
                proof.judge(Rule::KnownToTheHub, of_hub.contains(&sent.id), wrong);
            }
        }
    }
    let (sum, opened) = (sum([proof.in_accounts, proof.on_the_way]), proof.opened);
    proof.judge(Rule::MoneyInTheSystem, sum == opened, || {
        format!("{opened} were given out, and {sum} are there")
    });
    proof
}

impl Proof {
    fn judge(&mut self, rule: Rule, holds: bool, wrong: impl FnOnce() -> String) {
        let judged = self.judged.entry(rule).or_default();
        judged.cases += 1;
        if !holds {
            judged.wrong.push(wrong());
        }
    }

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
            let has = || format!("bank {code}: account {} has {}", account.id, account.balance);
            let by_postings = || format!("{}, by its postings {posted} cents", has());
            self.judge(Rule::Balances, posted == account.balance.get(), by_postings);
            self.judge(Rule::NoNegativeBalance, !account.balance.is_negative(), has);
        }
        let opened = rows.postings.iter().filter(|posted| posted.posting.kind == PostingKind::Opening);
        self.opened = sum(opened.map(|posted| posted.posting.amount).chain([self.opened]));
        self.in_accounts =
            sum(rows.accounts.values().map(|account| account.balance).chain([self.in_accounts]));
        let pending = sides(rows, Side::Out).filter(|sent| sent.status == Status::Pending);
        let (pending, in_flight) =
            (sum(pending.map(|sent| sent.amount)), sums.get(&Ledger::InFlight).copied().unwrap_or(0));
        self.judge(Rule::InFlight, pending.get() == in_flight, || {
            format!("bank {code}: {pending} are pending, and {in_flight} cents are in flight")
        });
    }

    /// What was sent arrived at most once, and never came back as well.
    fn add_sent(&mut self, code: BankCode, sent: &Transfer, credits: usize) {
        let Transfer { id, amount, status, .. } = sent;
        let wrong = || format!("bank {code}: {id} is {status:?} and was credited {credits} times");
        let refunded = *status == Status::Rejected;
        self.judge(Rule::NeverCreditedAndRefunded, !refunded || credits == 0, wrong);
        match status {
            Status::Pending => {
                self.open += 1;
                if credits == 0 {
                    self.on_the_way = sum([self.on_the_way, *amount]);
                }
                self.judge(Rule::ReceivedOnce, credits <= 1, wrong);
            }
            Status::Completed => {
                self.completed += 1;
                self.judge(Rule::ReceivedOnce, credits == 1, wrong);
            }
            Status::Rejected => self.refunded += 1,
        }
    }
}

fn sides(rows: &Rows, side: Side) -> impl Iterator<Item = &Transfer> {
    rows.transfers.values().filter(move |transfer| transfer.side == side)
}

fn sum(amounts: impl IntoIterator<Item = Cents>) -> Cents {
    Cents::new(amounts.into_iter().map(Cents::get).sum())
}
