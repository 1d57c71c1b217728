//! The hub's program. `codepix --help` is its manual.

mod connect;
mod inspect;
mod settings;

use clap::{Parser, Subcommand};
use codepix::adapters::{cli, postgres};
use settings::Settings;
use std::process::ExitCode;

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

fn main() -> ExitCode {
    let Arguments { command, settings } = Arguments::parse();
    service::program(run(command, settings))
}

async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => {
            let hub = settings.banks()?;
            settings.shared.export_spans(hub.hub.kafka_user())?;
            connect::hub(&settings, hub)?.run(listener::signalled()).await?;
        }
        Command::Migrate => {
            let pool = outbox::postgres::pool(settings.database_url(&settings.banks()?.hub).expose())?;
            postgres::migrate(&pool).await?;
        }
        Command::Healthcheck => return Ok(service::healthcheck("hub", settings.http_addr).await),
        Command::Inspect(inspect) => inspect::inspect(&settings, inspect).await?,
    }
    Ok(ExitCode::SUCCESS)
}
