//! The frame of `main`: a runtime, a log on stderr, an exit code.

use std::{io::IsTerminal as _, process::ExitCode};
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// What is logged unless RUST_LOG says otherwise. sqlx tells of pools and migrations what the service itself tells.
const LOG: &str = "info,sqlx=warn";

/// Runs `run` to its end; an error is shown in one line.
pub fn program(run: impl Future<Output = anyhow::Result<ExitCode>>) -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOG));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_target(false);
    log.with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr).init();
    in_runtime(run).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn in_runtime(run: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = Runtime::new()?;
    let result = runtime.block_on(run);
    // A call that still hangs, to a broker that is away, does not delay the exit.
    runtime.shutdown_background();
    result
}
