//! `codepix participants`: the banks that take part.

use super::table;
use crate::application::{App, ParticipantForm};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Participants {
    /// All banks.
    List,
    /// Adds a bank, or changes the name and token of one. Those of the banks file are put at each start of the hub.
    Put {
        /// Three digits; never changes.
        code: String,
        /// Eight digits or capital letters; never changes.
        ispb: String,
        /// As customers read it.
        name: String,
        /// The bank's bearer token, at least 16 characters; stored hashed.
        #[arg(long, env = "PARTICIPANT_TOKEN", hide_env_values = true)]
        token: String,
    },
}

impl Participants {
    pub async fn run(self, app: &App) -> anyhow::Result<()> {
        if let Self::Put { code, ispb, name, token } = self {
            let form = ParticipantForm { code, ispb, name, token };
            app.roster.put(&form.read()?, &form.token).await?;
        }
        let banks = app.roster.all();
        let rows: Vec<_> =
            banks.into_iter().map(|bank| [bank.code.to_string(), bank.ispb.to_string(), bank.name]).collect();
        table::print(["CODE", "ISPB", "NAME"], &rows);
        Ok(())
    }
}
