//! The table at the end of a run.

use crate::chaos::{
    checks::verdict::{ALL, Invariant},
    rounds::Round,
};

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
