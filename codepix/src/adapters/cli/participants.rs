//! `codepix participants`: the banks that take part.

use super::table;
use crate::application::{App, Enrolled, ParticipantForm};
use clap::Subcommand;
use pix::BankCode;

#[derive(Debug, Subcommand)]
pub enum Participants {
    /// All banks.
    List,
    /// Takes a bank's token away: it can call no more, its keys stay, and what is under way ends.
    Revoke { code: BankCode },
    /// Adds a bank, or changes the name and token of one. At each start of the hub the banks file's names count, and its
    /// tokens where they have changed in the file.
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
        match self {
            Self::List => {}
            Self::Revoke { code } => {
                anyhow::ensure!(app.participants.revoke(code).await?, "no bank has the code {code}");
            }
            Self::Put { code, ispb, name, token } => {
                let form = ParticipantForm { code, ispb, name, token };
                app.participants.put(&form.read()?, &form.token).await?;
            }
        }
        let rows: Vec<_> = app.participants.all().iter().map(row).collect();
        table::print(["CODE", "ISPB", "TOKEN", "NAME"], &rows);
        Ok(())
    }
}

fn row(Enrolled { bank, token, .. }: &Enrolled) -> [String; 4] {
    let token = if token.is_some() { "set" } else { "revoked" };
    [bank.code.to_string(), bank.ispb.to_string(), token.to_owned(), bank.name.clone()]
}
