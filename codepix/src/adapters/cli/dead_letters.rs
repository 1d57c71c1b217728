//! `codepix dead-letters`: messages that were put aside.

use super::table;
use crate::application::{App, retry_dead_letter};
use clap::Subcommand;
use messaging::{Courier, StoredDeadLetter};

#[derive(Debug, Subcommand)]
pub enum DeadLetters {
    /// The oldest.
    List {
        /// At the most so many.
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// Publishes one again to its topic, and takes it out.
    Retry { topic: String, message_id: String },
}

impl DeadLetters {
    pub async fn run(self, app: &App, courier: &dyn Courier) -> anyhow::Result<()> {
        match self {
            Self::List { limit } => {
                let rows: Vec<_> = app.dead_letters.list(limit).await?.into_iter().map(row).collect();
                table::print(["TOPIC", "MESSAGE", "COUNT", "FIRST SEEN", "BYTES", "REASON"], &rows);
            }
            Self::Retry { topic, message_id } => {
                let letters = app.dead_letters.as_ref();
                if !retry_dead_letter(letters, courier, &topic, &message_id).await? {
                    anyhow::bail!("there is no dead letter {message_id} of {topic}");
                }
                println!("{message_id} is published again to {topic}");
            }
        }
        Ok(())
    }
}

fn row(stored: StoredDeadLetter) -> [String; 6] {
    let StoredDeadLetter { letter, count, first_seen } = stored;
    let bytes = letter.payload.len().to_string();
    [letter.topic, letter.message_id, count.to_string(), format!("{first_seen:.0}"), bytes, letter.reason]
}
