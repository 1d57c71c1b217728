//! The hub's program. `codepix --help` is its manual.

mod dependencies;
#[cfg(feature = "faults")]
mod faults;
#[cfg(not(feature = "faults"))]
#[path = "no_faults.rs"]
mod faults;
mod inspect;
mod serve;
mod settings;

use clap::{Parser, Subcommand};
use codepix::adapters::{cli, postgres};
use settings::Settings;
use std::{io::IsTerminal as _, process::ExitCode};
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// Faster than the system's allocator, and gives memory back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// CodePix, the hub: a key directory and transfers between banks.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the hub: gRPC, REST, and the banks' messages.
    Serve,
    /// Brings the database up to date.
    Migrate,
    /// Succeeds when a hub on this machine is ready.
    Healthcheck,
    #[command(flatten)]
    Inspect(cli::Inspect),
}

/// What is logged unless RUST_LOG says otherwise; the pool and the migrations talk of what is told once elsewhere.
const LOG: &str = "info,sqlx=warn";

fn main() -> ExitCode {
    let Arguments { command, settings } = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOG));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    log.with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr).init();
    let result = match Runtime::new() {
        Ok(runtime) => {
            let result = runtime.block_on(run(command, settings));
            // Whatever still hangs in a call to a broker that is away does not hold up the end.
            runtime.shutdown_background();
            result
        }
        Err(error) => Err(error.into()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::serve(settings).await?,
        Command::Migrate => {
            let pool = outbox::postgres::pool(&settings.database_url(&settings.banks()?.hub))?;
            postgres::migrate(&pool).await?;
        }
        Command::Healthcheck => return Ok(cli::healthcheck(settings.http_addr).await),
        Command::Inspect(inspect) => inspect::inspect(&settings, inspect).await?,
    }
    Ok(ExitCode::SUCCESS)
}
