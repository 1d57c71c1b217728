//! The bank's program. `bank-api --help` is its manual.

mod assemble;
mod dependencies;
#[cfg(feature = "faults")]
mod faults;
#[cfg(not(feature = "faults"))]
#[path = "no_faults.rs"]
mod faults;
mod serve;
mod settings;

use bank_api::{
    adapters::{cli, postgres},
    application::{AntiScan, Keys},
};
use clap::{Parser, Subcommand};
use settings::Settings;
use std::{io::IsTerminal as _, process::ExitCode, sync::Arc};
use tracing_subscriber::EnvFilter;

/// Gives memory back: each hash of a password takes 19 MiB for some milliseconds, and the system's allocator would keep
/// that for every thread.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One bank of CodePix: accounts, Pix keys, transfers.
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
    /// Runs the bank.
    Serve,
    /// Brings the database up to date.
    Migrate,
    /// Succeeds when this bank runs on this machine and is ready.
    Healthcheck,
    /// Shows, unlocks and closes accounts.
    #[command(subcommand)]
    Accounts(cli::AccountCommand),
    /// Messages of the hub that were put aside.
    #[command(subcommand)]
    DeadLetters(cli::DeadLetterCommand),
    /// Shows an account's side of a transfer.
    Transfers { account: i64, end_to_end_id: pix::EndToEndId },
}

fn main() -> anyhow::Result<ExitCode> {
    let Arguments { command, settings } = Arguments::parse();
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).from_env_lossy();
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    log.with_ansi(terminal).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(run(command, settings));
    // Whatever still hangs in a call to a broker that is away does not hold up the end.
    runtime.shutdown_background();
    result
}

async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let bank = settings.our_bank()?;
    let pool = outbox::postgres::pool(&settings.database_url(&bank))?;
    let accounts = postgres::PostgresAccounts(pool.clone());
    let statements = postgres::PostgresStatements(pool.clone());
    match command {
        Command::Serve => serve::serve(settings, bank).await?,
        Command::Migrate => postgres::migrate(&pool).await?,
        Command::Healthcheck => return Ok(cli::healthcheck(settings.http_addr(&bank)).await),
        Command::Accounts(command) => {
            let anti_scan = Arc::new(AntiScan::new(settings.lookup_limits()));
            let keys = Keys::new(assemble::key_ports(&settings, &bank, &pool)?, anti_scan);
            cli::accounts(&accounts, &keys, command).await?;
        }
        Command::DeadLetters(command) => serve::dead_letters(&settings, &bank, &pool, command).await?,
        Command::Transfers { account, end_to_end_id } => {
            cli::transfer(&statements, account, end_to_end_id).await?
        }
    }
    Ok(ExitCode::SUCCESS)
}
