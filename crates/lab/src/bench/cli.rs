//! `lab bench`: its arguments.

use crate::audit::cli::Places;
use std::path::PathBuf;

/// Measures the running system: transfers through all three ledgers, their latency, key lookups, and pgbench's TPC-B on
/// the same PostgreSQL before and after. Afterwards the books are audited: one broken claim, and no figure counts (exit
/// status 1).
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    pub places: Places,
    /// The hub's gRPC address.
    #[arg(long, env, default_value = "http://127.0.0.1:50051")]
    pub hub_grpc_url: String,
    /// Seconds of full load that count.
    #[arg(long, default_value_t = 60)]
    pub seconds: u64,
    /// Seconds of full load before that.
    #[arg(long, default_value_t = 15)]
    pub warm_up: u64,
    /// Seconds of each of the quieter phases.
    #[arg(long, default_value_t = 20)]
    pub quiet_seconds: u64,
    /// Accounts at each bank.
    #[arg(long, default_value_t = 200)]
    pub accounts: usize,
    /// Measure this load alone, in transfers a second; may be given again for another.
    #[arg(long)]
    pub per_second: Vec<f64>,
    /// Connections to each bank, each with one request under way.
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Accepted transfers that may be on their way at once under full load.
    #[arg(long, default_value_t = 2000)]
    pub underway_max: i64,
    /// Percent of all transfers that pay into one account.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub hot_percent: u8,
    /// Measure the quiet load once more, beside 1,500 unfinished connections and 600 event streams of one customer at each bank.
    #[arg(long)]
    pub strangers: bool,
    /// Measure full load also with half of all transfers into one account, and with two instances of each service.
    #[arg(long)]
    pub compare: bool,
    /// Fill the tables with so many past transfers, of a tenth as many accounts, and measure full load once more. They stay.
    #[arg(long, default_value_t = 0)]
    pub past: u64,
    /// Draw latency and CPU over load into this file, as SVG.
    #[arg(long)]
    pub picture: Option<PathBuf>,
    /// The pgbench program.
    #[arg(long, default_value = "pgbench")]
    pub pgbench: PathBuf,
    /// Seconds of each pgbench run; 0 leaves it out, and the ratio with it.
    #[arg(long, default_value_t = 60)]
    pub pgbench_seconds: u64,
    /// pgbench's scale: 100,000 accounts each.
    #[arg(long, default_value_t = 100)]
    pub pgbench_scale: u32,
    /// Where scripts/up keeps the services' pids.
    #[arg(long, default_value = ".run")]
    pub run_dir: PathBuf,
}
