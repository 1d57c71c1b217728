//! The bank's program. `bank-api --help` is its manual.

mod connect;
mod inspect;
mod settings;

use bank_api::adapters::{cli, postgres};
use clap::{Parser, Subcommand};
use settings::Settings;
use std::process::ExitCode;

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
    #[command(flatten)]
    Inspect(cli::Inspect),
}

fn main() -> ExitCode {
    let Arguments { command, settings } = Arguments::parse();
    service::program(run(command, settings))
}

async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let bank = settings.our_bank()?;
    match command {
        Command::Serve => {
            settings.shared.export_spans(&bank.kafka_user())?;
            connect::bank(&settings, &bank)?.run(listener::signalled()).await?;
        }
        Command::Migrate => {
            let pool = outbox::postgres::pool(settings.database_url(&bank).expose())?;
            postgres::migrate(&pool).await?;
        }
        Command::Healthcheck => return Ok(service::healthcheck("bank", settings.http_addr(&bank)).await),
        Command::Inspect(inspect) => inspect::inspect(&settings, &bank, inspect).await?,
    }
    Ok(ExitCode::SUCCESS)
}
