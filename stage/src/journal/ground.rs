//! What is on stage: the system's name, its banks, the money it began with.

use serde::{Deserialize, Serialize};

use super::{Far, LinkName, Node, Place};

/// Everything a page must know before it can draw the first message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// Of the system, for people.
    pub name: String,
    /// All of it is one process, in memory: there is nothing to pull but what it offers itself.
    pub one_process: bool,
    /// In the order in which they stand, left to right.
    pub banks: Vec<BankOnStage>,
    /// The opening money of all accounts.
    pub issued_cents: i64,
}

/// A bank, as the page draws it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BankOnStage {
    pub place: Place,
    pub name: String,
    /// Which drawings it wears: `ipe`, `mare`.
    pub mark: String,
    /// Origin of its pages as the audience's browser reaches them, `http://127.0.0.1:3001`.
    pub web_url: String,
}

impl Ground {
    /// All that has a plug. What is kept in memory has no server's.
    pub fn nodes(&self) -> Vec<Node> {
        let banks = || {
            self.banks.iter().filter_map(|bank| match bank.place {
                Place::Bank(code) => Some(code),
                Place::Hub => None,
            })
        };
        let servers = [Node::Kafka].into_iter().chain((!self.one_process).then_some(Node::Postgres));
        let middle = [Node::Hub].into_iter().chain(banks().map(Node::Bank)).chain(servers);
        middle.chain(banks().map(Node::Web)).collect()
    }

    /// All lines: each place's to Kafka and to PostgreSQL, each bank's to the hub. Inside one process there are none.
    pub fn links(&self) -> Vec<LinkName> {
        if self.one_process {
            return Vec::new();
        }
        let places = || [Place::Hub].into_iter().chain(self.banks.iter().map(|bank| bank.place));
        let all = [Far::Kafka, Far::Hub, Far::Pg]
            .into_iter()
            .flat_map(|to| places().map(move |from| LinkName { from, to }));
        all.filter(|link| (link.from, link.to) != (Place::Hub, Far::Hub)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn inside_one_process_there_are_no_lines_and_no_server_of_the_ledgers() {
        let bank = BankOnStage {
            place: "001".parse().unwrap(),
            name: "Banco Ipê".into(),
            mark: "ipe".into(),
            web_url: String::new(),
        };
        let ground = |one_process| Ground {
            name: "CodePix".into(),
            one_process,
            banks: vec![bank.clone()],
            issued_cents: 0,
        };
        let names = |nodes: Vec<Node>| nodes.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(ground(false).nodes()), ["hub", "001", "kafka", "postgres", "web-001"]);
        assert_eq!(names(ground(true).nodes()), ["hub", "001", "kafka", "web-001"]);
        assert_eq!([false, true].map(|one| ground(one).links().len()), [5, 0]);
    }
}
