//! The program of the lab: what exercises and examines the running system from outside. `lab --help` is its manual.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Exercises and examines a running CodePix from outside.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Audit(lab::audit::cli::Arguments),
    Bench(lab::bench::cli::Arguments),
    Chaos(lab::chaos::cli::Arguments),
    Demo(lab::demo::cli::Arguments),
    Simulate(lab::simulator::cli::Arguments),
}

/// Says what could not be done; a status of its own, because 1 says that the books are wrong.
const TROUBLE: u8 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Audit(arguments) => lab::audit::cli::run(arguments).await,
        Command::Bench(arguments) => lab::bench::run::run(arguments).await,
        Command::Chaos(arguments) => lab::chaos::cli::play(arguments).await,
        Command::Demo(arguments) => lab::demo::run::run(arguments).await,
        Command::Simulate(arguments) => simulate(arguments).await,
    };
    done.unwrap_or_else(|error| {
        eprintln!("lab: {error:#}");
        ExitCode::from(TROUBLE)
    })
}

/// On a thread of its own: tokio's queues count how long one of its tasks goes on, and the simulator never gives way.
async fn simulate(arguments: lab::simulator::cli::Arguments) -> anyhow::Result<ExitCode> {
    Ok(tokio::task::spawn_blocking(move || lab::simulator::cli::run_seeds(&arguments)).await?)
}
