//! How a run is told: a line when something breaks, a line when it held, and a table at the end.

use super::{
    invariants::{ALL, Invariant},
    round::Round,
};
use std::{
    io::{IsTerminal as _, Write as _},
    time::Instant,
};

/// Tells a run as it happens.
pub struct Teller {
    began: Instant,
    of: usize,
    told: usize,
}

impl Teller {
    /// `of` is how many rounds there will be.
    pub fn new(of: usize) -> Self {
        Self { began: Instant::now(), of, told: 0 }
    }

    /// Something is being broken.
    pub fn breaks(&mut self, what: &str, instances: u16) {
        self.told += 1;
        let each = if instances > 1 { ", two of each" } else { "" };
        let line = format!("[{:>4} s] {:>2}/{} {what}{each} …", self.seconds(), self.told, self.of);
        // On a terminal the next line takes its place.
        if std::io::stdout().is_terminal() {
            print!("\r\x1b[2K{line}");
            drop(std::io::stdout().flush());
        } else {
            println!("{line}");
        }
    }

    /// How it went.
    pub fn held(&self, round: &Round) {
        if std::io::stdout().is_terminal() {
            print!("\r\x1b[2K");
        }
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
