//! A system on stage, with two people who pay each other; what its journal has told.

use crate::customer::{Customer, HEALED, until};
use ::stage::journal::{Commit, Entry, Journal, Message, Money, Node, ProcessState};
use codepix_demo::{
    System,
    stage::{OnStage, Open, lock},
};
use std::path::Path;

pub const TOKEN: &str = "of-the-presenter-alone";

/// A system on stage, and two people: one pays, one is paid at the other bank.
pub struct Show {
    pub boards: OnStage,
    pub journal: Journal,
    pub ana: Customer,
    pub key: String,
}

impl Show {
    pub async fn open() -> Self {
        let Open { boards, journal, .. } = opened().await;
        boards.begin().await;
        let url = |at: usize| {
            format!("http://127.0.0.1:{}", lock(&boards.system()).places.banks.banks[at].api_port)
        };
        let ana = Customer::open(url(0), "Ana", "52998224725").await;
        let key = Customer::open(url(1), "Bia", "11144477735").await.register_random_key().await;
        Self { boards, journal, ana, key }
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.journal.recent(usize::MAX).into_iter().map(|line| line.entry).collect()
    }

    pub async fn until_seen(&self, what: &str, is: impl Fn(&Entry) -> bool) {
        until(what, async || self.entries().iter().any(&is).then_some(())).await;
    }

    pub async fn until_closed(&self, id: &str) {
        self.until_seen("closed by the hub", |entry| {
            commit_of(entry, id).is_some_and(|commit| commit.step == 6)
        })
        .await;
    }

    /// As the last line of money has it, once that holds of it.
    pub async fn until_money(&self, what: &str, holds: impl Fn(&Money) -> bool) {
        until(what, async || {
            let last = self.entries().into_iter().rev().find_map(|entry| match entry {
                Entry::Money(money) => Some(money),
                _ => None,
            });
            last.filter(&holds).map(drop)
        })
        .await;
    }

    pub async fn until_state(&self, node: Node, state: ProcessState) {
        until(&format!("{node} {state:?}"), async || {
            let last = self.entries().into_iter().rev().find_map(|entry| match entry {
                Entry::Process { node: of, state, .. } if of == node => Some(state),
                _ => None,
            });
            (last == Some(state)).then_some(())
        })
        .await;
    }

    pub fn assert_money_was_whole_at_every_reading(&self) {
        for entry in self.entries() {
            if let Entry::Money(money) = entry {
                assert_eq!(money.total_cents(), money.issued_cents, "{money:?}");
                let waiting: u64 = money.waiting.values().sum();
                assert_eq!(money.accepted, money.completed + money.refunded + waiting, "{money:?}");
            }
        }
    }
}

pub async fn opened() -> Open {
    let _ports = crate::PORTS.lock().await;
    let system = System::new(None, Path::new("/nowhere")).unwrap();
    Open::over(system, TOKEN.parse().unwrap(), HEALED).await.unwrap()
}

pub fn commit_of<'a>(entry: &'a Entry, id: &str) -> Option<&'a Commit> {
    match entry {
        Entry::Commit(commit) if commit.end_to_end_id == id => Some(commit),
        _ => None,
    }
}

pub fn message_of<'a>(entry: &'a Entry, id: &str) -> Option<&'a Message> {
    match entry {
        Entry::Message(message) if message.end_to_end_id == id => Some(message),
        _ => None,
    }
}
