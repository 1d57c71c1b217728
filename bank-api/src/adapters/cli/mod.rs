//! The bank from a terminal, for whoever runs it, by the same use cases as the other transports. Needs no running bank.

mod accounts;
mod dead_letters;

use crate::application::{App, RetryDeadLetter};
use clap::Subcommand;
use pix::EndToEndId;

/// What can be looked at and mended.
#[derive(Debug, Clone, Subcommand)]
pub enum Inspect {
    /// Shows, unlocks and closes accounts.
    #[command(subcommand)]
    Accounts(accounts::AccountCommand),
    /// Messages of the hub that were put aside.
    #[command(subcommand)]
    DeadLetters(dead_letters::DeadLetterCommand),
    /// Shows an account's side of a transfer.
    Transfers { account: i64, end_to_end_id: EndToEndId },
}

impl Inspect {
    /// Does it and prints the result.
    ///
    /// # Errors
    /// What cannot be read, is not there, or cannot be reached, in words for the reader.
    pub async fn run(self, app: &App, retry: RetryDeadLetter<'_>) -> anyhow::Result<()> {
        match self {
            Self::Accounts(command) => accounts::accounts(app, command).await,
            Self::DeadLetters(command) => dead_letters::dead_letters(retry, command).await,
            Self::Transfers { account, end_to_end_id } => {
                accounts::transfer(app, account, end_to_end_id).await
            }
        }
    }
}
