//! `lab audit`: its arguments, its output, its exit status.

use super::{Databases, audit, wait_until_settled};
use banks::Banks;
use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Where the databases are.
#[derive(Debug, Clone, clap::Args)]
pub struct Places {
    /// The banks that take part; the passwords of all databases stand in secrets/ beside it.
    #[arg(long, env, default_value = "banks.env")]
    pub banks_file: PathBuf,
    /// PostgreSQL, as host:port.
    #[arg(long, env, default_value = "127.0.0.1:54320")]
    pub postgres_addr: String,
    /// By how much the services' ports are above those of the banks file, as on a stage of scripts/up.
    #[arg(long, env = "CODEPIX_PORT_SHIFT", default_value_t = 0)]
    pub port_shift: u16,
}

impl Places {
    /// The banks of the file, with the ports they have here.
    ///
    /// # Errors
    /// When the file cannot be read, or says what cannot be.
    pub fn banks(&self) -> Result<Banks, banks::BanksError> {
        let mut banks = Banks::load(&self.banks_file)?;
        for bank in &mut banks.banks {
            bank.face.api_port += self.port_shift;
            bank.face.web_port += self.port_shift;
        }
        Ok(banks)
    }
}

/// Proves the books: reads the hub's database and every bank's, changes nothing, and may run at any time, also while
/// transfers do. Exit status 0 when every claim holds, 1 with a precise list when one does not, 2 when a database
/// cannot be read.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    places: Places,
    /// First wait, at most so many seconds, until every accepted transfer has ended and no question is open; not to
    /// get there is a broken claim.
    #[arg(long, value_name = "SECONDS")]
    until_settled: Option<u64>,
    /// Print one JSON object instead of text.
    #[arg(long)]
    json: bool,
}

/// Runs the audit and prints what it found.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let databases = Databases::of(&arguments.places.banks()?, &arguments.places.postgres_addr);
    let settled = match arguments.until_settled {
        Some(seconds) => Some(wait_until_settled(&databases, Duration::from_secs(seconds)).await?),
        None => None,
    };
    let started = Instant::now();
    let mut report = audit(&databases).await?;
    report.seconds = started.elapsed().as_secs_f64();
    if let Some(settled) = settled {
        report.add_settled(settled.err());
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{report}");
    }
    Ok(if report.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
