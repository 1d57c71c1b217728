//! Starts the pages of one bank, or asks the running ones whether they are ready.

#![allow(
    clippy::disallowed_methods,
    reason = "pages are not simulated: they may ask the system for time and chance"
)]

use std::{io::IsTerminal, process::ExitCode};

use bank_web::server::{self, Settings};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    let settings = Settings::parse();
    let colours = std::io::stdout().is_terminal();
    tracing_subscriber::fmt().with_ansi(colours).with_env_filter(settings.log_filter()).init();
    let ended = if settings.healthcheck { server::ask(&settings).await } else { serve(&settings).await };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(settings: &Settings) -> anyhow::Result<()> {
    server::serve(settings.pages()?, settings.address()?, settings.limits, listener::signalled()).await
}
