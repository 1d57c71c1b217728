//! What is printed during a run: a line when something is broken, and a line when it was judged.

use super::live::Live;
use crate::{
    audit::Databases,
    chaos::{
        faults::mutants::{Must, Mutant},
        rounds::Round,
    },
};
use std::{
    io::{IsTerminal as _, stdout},
    time::Instant,
};

/// Prints a run as it happens.
pub struct Progress {
    began: Instant,
    of: usize,
    rounds: usize,
    databases: Databases,
    /// On a terminal: what is being broken, and the state of the system.
    live: Option<Live>,
}

impl Progress {
    /// `of` is how many rounds there will be.
    pub fn new(of: usize, databases: Databases) -> Self {
        Self { began: Instant::now(), of, rounds: 0, databases, live: None }
    }

    /// Something is being broken.
    pub fn fault_started(&mut self, what: &str, instances: u16) {
        let line = self.line(&format!("{what}{} …", if instances > 1 { ", two of each" } else { "" }));
        match stdout().is_terminal() {
            true => self.live = Some(Live::show(line, self.databases.clone())),
            false => println!("{line}"),
        }
    }

    /// A mutant is planted; its environment is not up yet, so there is nothing to watch.
    pub fn mutant_planted(&mut self, mutant: &str) {
        println!("{}", self.line(&format!("planted: {mutant} …")));
    }

    fn line(&mut self, what: &str) -> String {
        self.rounds += 1;
        format!("[{:>4} s] {:>2}/{} {what}", self.seconds(), self.rounds, self.of)
    }

    /// How it went.
    pub fn round_ended(&mut self, round: &Round) {
        self.live = None;
        let verdict = if round.verdict.holds() { "held" } else { "BROKEN" };
        println!(
            "[{:>4} s] {verdict}: {} ({} orders, {} accepted, all ended {:.1} s after it was mended)",
            self.seconds(),
            round.fault,
            round.orders,
            round.accepted,
            round.recovered_in.as_secs_f64(),
        );
        print!("{}", round.verdict);
    }

    /// Was the mutant caught?
    pub fn mutant_ended(&self, mutant: &Mutant, round: &Round) {
        let not = if round.is_as_expected_of(mutant) { "" } else { "NOT " };
        let what = match mutant.must {
            Must::BeCaught => "caught",
            Must::Heal => "healed",
        };
        print!("{not}{what}: {}\n{}", mutant.name, round.verdict);
    }

    fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }
}
