//! What is so now, gathered from the journal's present lines, and said.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::figures::seconds;
use crate::{
    journal::{Commit, Entry, Message, Money, Node, Place},
    page::Page,
};

pub struct Seen<'a> {
    pub page: &'a Page,
    pub money: Option<&'a Money>,
    /// Of each transfer that has not ended or was just told of: what a ledger knows.
    transfers: HashMap<&'a str, &'a Commit>,
    /// Of each topic's partition: from which offset on nobody has read.
    unread_from: BTreeMap<(&'a str, i32), i64>,
    /// Of each topic: the number of the line that says it began anew.
    wiped: HashMap<&'a str, u64>,
}

impl<'a> Seen<'a> {
    pub fn of(page: &'a Page) -> Seen<'a> {
        let (transfers, wiped) = (HashMap::new(), HashMap::new());
        let mut seen = Seen { page, money: None, transfers, unread_from: BTreeMap::new(), wiped };
        let commits = page.present.iter().chain(&page.recent).filter_map(|line| match &line.entry {
            Entry::Commit(commit) => Some(commit),
            _ => None,
        });
        commits.for_each(|commit| seen.note_transfer(commit));
        for line in &page.present {
            match &line.entry {
                Entry::Money(money) => seen.money = Some(money),
                Entry::Position { topic, partition, offset, .. } => {
                    seen.unread_from.insert((topic, *partition), *offset);
                }
                Entry::Wiped { topic } => {
                    seen.wiped.insert(topic, line.n);
                }
                _ => {}
            }
        }
        seen
    }

    fn note_transfer(&mut self, commit: &'a Commit) {
        let known = self.transfers.entry(&commit.end_to_end_id).or_insert(commit);
        // The one who pays knows both names.
        if known.payer.is_none() || known.payee.is_none() {
            *known = commit;
        }
    }

    /// What a ledger knows of a transfer.
    pub fn transfer(&self, end_to_end_id: &str) -> Option<&'a Commit> {
        self.transfers.get(end_to_end_id).copied()
    }

    /// Of a place, as people call it.
    pub fn who(&self, place: Place) -> String {
        let bank = self.page.ground.banks.iter().find(|bank| bank.place == place);
        let other = || {
            if place == Place::Hub { self.page.lang.say("brand.hub").to_owned() } else { place.to_string() }
        };
        bank.map_or_else(other, |bank| bank.name.clone())
    }

    /// Of a process, as people call it.
    pub fn name(&self, node: Node) -> String {
        let lang = self.page.lang;
        match node {
            Node::Hub => self.who(Place::Hub),
            Node::Bank(code) => self.who(Place::Bank(code)),
            Node::Kafka => lang.say("brand.kafka").to_owned(),
            Node::Postgres => lang.say("brand.postgres").to_owned(),
            Node::Web(code) => lang.fill("brand.web", &[("bank", &self.who(Place::Bank(code)))]),
        }
    }

    /// How long ago that was when the page was drawn.
    pub fn ago(&self, since: Timestamp) -> String {
        seconds(self.page.lang, self.page.drawn_at.as_millisecond() - since.as_millisecond())
    }

    /// Nobody has read it, and its topic was not wiped since.
    pub fn waits(&self, message: &Message, n: u64) -> bool {
        let place = (message.topic.as_str(), message.partition);
        let unread = self.unread_from.get(&place).is_none_or(|from| message.offset >= *from);
        unread && self.wiped.get(message.topic.as_str()).is_none_or(|wiped| *wiped < n)
    }
}
