//! How a run is told: a line when something breaks, a line when it held, and a table at the end.

use super::{
    bugs::{Bug, Must},
    invariants::{ALL, Invariant},
    live::Live,
    round::Round,
};
use crate::audit::Databases;
use std::{
    io::{IsTerminal as _, stdout},
    time::Instant,
};

/// Tells a run as it happens.
pub struct Teller {
    began: Instant,
    of: usize,
    told: usize,
    databases: Databases,
    /// On a terminal: what is being broken, and how the system stands.
    live: Option<Live>,
}

impl Teller {
    /// `of` is how many rounds there will be.
    pub fn new(of: usize, databases: Databases) -> Self {
        Self { began: Instant::now(), of, told: 0, databases, live: None }
    }

    /// Something is being broken.
    pub fn breaks(&mut self, what: &str, instances: u16) {
        let line = self.line(&format!("{what}{} …", if instances > 1 { ", two of each" } else { "" }));
        match stdout().is_terminal() {
            true => self.live = Some(Live::show(line, self.databases.clone())),
            false => println!("{line}"),
        }
    }

    /// A bug is planted, on a stage that is only being set: there is nothing to look at yet.
    pub fn plants(&mut self, bug: &str) {
        println!("{}", self.line(&format!("planted: {bug} …")));
    }

    fn line(&mut self, what: &str) -> String {
        self.told += 1;
        format!("[{:>4} s] {:>2}/{} {what}", self.seconds(), self.told, self.of)
    }

    /// How it went.
    pub fn held(&mut self, round: &Round) {
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

    /// What became of a planted bug.
    pub fn showed(&self, bug: &Bug, round: &Round) {
        let not = if bug.came_to_light(round) { "" } else { "NOT " };
        let what = match bug.must {
            Must::BeCaught => "caught",
            Must::Heal => "healed",
        };
        print!("{not}{what}: {}\n{}", bug.name, round.verdict);
    }

    fn seconds(&self) -> u64 {
        self.began.elapsed().as_secs()
    }
}

/// Faults by invariants.
pub fn table(rounds: &[Round]) -> String {
    let mut text = format!("\n{:<48} {:>3} {:>6} {:>8}", "fault", "of", "orders", "ended in");
    ALL.iter().for_each(|invariant| text += &format!(" {:>8}", format!("{invariant:?}").to_lowercase()));
    text.push('\n');
    for round in rounds {
        let (orders, seconds) = (round.orders, round.recovered_in.as_secs_f64());
        text += &format!("{:<48} {:>3} {orders:>6} {seconds:>6.1} s", round.fault, round.instances);
        ALL.iter().for_each(|invariant| text += &format!(" {:>8}", mark(round, *invariant)));
        text.push('\n');
    }
    text
}

fn mark(round: &Round, invariant: Invariant) -> String {
    round.verdict.broken.get(&invariant).map_or_else(|| "held".into(), |what| format!("{} ✗", what.len()))
}
