//! `codepix dead-letters`: messages that were put aside.

use super::table;
use crate::application::App;
use anyhow::Context as _;
use clap::Subcommand;
use outbox::{ConfirmedProducer, DeadLetterPage, Retried, StoredDeadLetter, retry_dead_letter};

#[derive(Debug, Subcommand)]
pub enum DeadLetters {
    /// The oldest.
    List {
        /// Only those of one topic.
        #[arg(long)]
        topic: Option<String>,
        /// Those behind this number.
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// At the most so many.
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// Publishes one again to its topic, and takes it out.
    Retry { number: i64 },
    /// Throws one away.
    Discard { number: i64 },
}

impl DeadLetters {
    pub async fn run(self, app: &App, producer: &dyn ConfirmedProducer) -> anyhow::Result<()> {
        let letters = app.dead_letters.as_ref();
        match self {
            Self::List { topic, after, limit } => {
                let list = letters.list(&DeadLetterPage { topic, after, limit }).await?;
                let rows: Vec<_> = list.letters.into_iter().map(row).collect();
                table::print(["NUMBER", "TOPIC", "MESSAGE", "COUNT", "FIRST SEEN", "BYTES", "REASON"], &rows);
                if list.not_kept > 0 {
                    println!("{} more came beyond their topic's quota and were only counted", list.not_kept);
                }
            }
            Self::Retry { number } => match retry_dead_letter(letters, producer, number).await? {
                Retried::Published => println!("{number} is published again"),
                Retried::Unknown => anyhow::bail!("there is no dead letter {number}"),
                Retried::Cut => anyhow::bail!(
                    "only the beginning of {number} was kept: its sender has to send it again; `discard` takes it out"
                ),
            },
            Self::Discard { number } => {
                let letter = letters.find(number).await?;
                letters.remove(&letter.with_context(|| format!("there is no dead letter {number}"))?).await?;
                println!("{number} is gone");
            }
        }
        Ok(())
    }
}

fn row(stored: StoredDeadLetter) -> [String; 7] {
    let StoredDeadLetter { number, letter, cut, count, first_seen } = stored;
    let bytes = format!("{}{}", letter.payload.len(), if cut { ", cut" } else { "" });
    [
        number.to_string(),
        letter.topic,
        letter.message_id,
        count.to_string(),
        format!("{first_seen:.0}"),
        bytes,
        letter.reason,
    ]
}
