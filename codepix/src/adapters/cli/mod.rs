//! The hub from a terminal: the use cases of the other transports, printed as tables. Needs no running hub.

mod dead_letters;
mod keys;
mod participants;
mod table;
mod transfers;

use crate::application::App;
use clap::Subcommand;
use outbox::ConfirmedProducer;

/// What can be looked at and mended.
#[derive(Debug, Subcommand)]
pub enum Inspect {
    /// The key directory.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Transfers between banks.
    #[command(subcommand)]
    Transfers(transfers::Transfers),
    /// The banks that take part.
    #[command(subcommand)]
    Participants(participants::Participants),
    /// Messages that were put aside.
    #[command(subcommand)]
    DeadLetters(dead_letters::DeadLetters),
}

impl Inspect {
    /// Does it and prints the result. Dead letters leave through `producer`.
    ///
    /// # Errors
    /// What cannot be read, is not there, or cannot be reached.
    pub async fn run(self, app: &App, producer: &dyn ConfirmedProducer) -> anyhow::Result<()> {
        app.participants.refresh().await?;
        match self {
            Self::Keys(keys) => keys.run(app).await,
            Self::Transfers(transfers) => transfers.run(app).await,
            Self::Participants(participants) => participants.run(app).await,
            Self::DeadLetters(letters) => letters.run(app, producer).await,
        }
    }
}
