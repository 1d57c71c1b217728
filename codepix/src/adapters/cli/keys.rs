//! `codepix keys`: who holds which key.

use super::table;
use crate::{
    application::{App, fields},
    domain::{Entry, Participant},
};
use anyhow::Context as _;
use clap::Subcommand;
use pix::BankCode;

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// All keys, by bank.
    List {
        /// Only those of one bank, by its code.
        #[arg(long)]
        bank: Option<BankCode>,
        /// At the most so many of each bank.
        #[arg(long, default_value_t = 1000)]
        limit: i64,
    },
    /// Who holds one key?
    Find { key: String },
}

impl Keys {
    pub async fn run(self, app: &App) -> anyhow::Result<()> {
        let mut found = Vec::new();
        match self {
            Self::List { bank, limit } => {
                let all = app.participants.all();
                let banks = all.iter().map(|enrolled| &enrolled.bank);
                for holder in banks.filter(|b| bank.is_none_or(|code| b.code == code)) {
                    let (entries, _) = app.keys_of(holder.ispb, "", limit).await?;
                    found.extend(entries.into_iter().map(|entry| row(&entry, holder)));
                }
            }
            Self::Find { key } => {
                let key = fields::key("key", &key)?;
                let (entry, holder) = app.find_key(&key).await?.context("nobody has registered this key")?;
                found.push(row(&entry, &holder));
            }
        }
        table::print(["KIND", "KEY", "BANK", "BRANCH", "ACCOUNT", "OWNER", "SINCE", "ENTRY"], &found);
        Ok(())
    }
}

fn row(entry: &Entry, holder: &Participant) -> [String; 8] {
    [
        entry.key.kind().to_string(),
        entry.key.to_string(),
        format!("{} {}", holder.code, holder.name),
        entry.branch.clone(),
        entry.account.clone(),
        format!("{} ({})", entry.owner.name, entry.owner.tax_id.masked()),
        format!("{:.0}", entry.created_at),
        entry.entry_id.to_string(),
    ]
}
