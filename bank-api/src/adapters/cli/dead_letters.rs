//! `bank-api dead-letters`: messages of the hub that were put aside.

use crate::application::{MoveMoney, Retried, retry_dead_letter};
use anyhow::bail;
use clap::Subcommand;
use messaging::{DeadLetters, Producer, StoredDeadLetter};

/// What can be done with a message that was put aside.
#[derive(Debug, Clone, Subcommand)]
pub enum DeadLetterCommand {
    /// The oldest.
    List {
        /// At the most so many.
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// Acts on one again, and takes it out when that is done.
    Retry { topic: String, message_id: String },
}

/// Carries out one command and tells what it did.
///
/// # Errors
/// When there is no such letter, when it still cannot be acted on, or when the database is away.
pub async fn dead_letters(
    letters: &dyn DeadLetters,
    desk: &MoveMoney,
    hub: &dyn Producer,
    command: DeadLetterCommand,
) -> anyhow::Result<()> {
    match command {
        DeadLetterCommand::List { limit } => {
            let stored = letters.list(limit).await?;
            stored.iter().for_each(show);
            println!("({} {})", stored.len(), if stored.len() == 1 { "letter" } else { "letters" });
        }
        DeadLetterCommand::Retry { topic, message_id } => {
            match retry_dead_letter(letters, desk, hub, (&topic, &message_id)).await? {
                Retried::Done => println!("{message_id} is done"),
                Retried::NotThere => bail!("there is no dead letter {message_id} of {topic}"),
                Retried::Refused(why) => bail!("{message_id} stays put aside: {why}"),
            }
        }
    }
    Ok(())
}

fn show(stored: &StoredDeadLetter) {
    let StoredDeadLetter { letter, count, first_seen, .. } = stored;
    let (topic, id, bytes) = (&letter.topic, &letter.message_id, letter.payload.len());
    println!("{topic}  {id}  {count} times since {first_seen:.0}  {bytes} bytes  {}", letter.reason);
}
