//! `lab demo`: its arguments.

use crate::audit::cli::Places;

/// Sends a steady trickle of lifelike transfers between all banks, and shows on one line what becomes of them: kill
/// whatever you like meanwhile. Ctrl-C ends it: what is under way is waited for, at most 30 s, then the books are
/// audited. Exit status 0 when they are right, 1 when not, 2 when they could not be read.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    pub places: Places,
    /// Transfers a second, all banks together.
    #[arg(long, default_value_t = 3.0, value_parser = rate)]
    pub per_second: f64,
    /// End after so many seconds instead of on Ctrl-C.
    #[arg(long)]
    pub seconds: Option<u64>,
    /// The same seed chooses the same people, amounts and words, as long as the balances are the same [default: drawn].
    #[arg(long)]
    pub seed: Option<u64>,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.01..=100.0).contains(&rate) { Ok(rate) } else { Err("between 0.01 and 100".into()) }
}
