//! `bank-api dead-letters`: messages of the hub that were put aside.

use crate::application::{Retried, RetryDeadLetter};
use anyhow::bail;
use clap::Subcommand;
use outbox::{DeadLetterPage, StoredDeadLetter};

/// What can be done with a message that was put aside.
#[derive(Debug, Clone, Subcommand)]
pub enum DeadLetterCommand {
    /// The oldest.
    List {
        /// Those behind this number.
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// At the most so many.
        #[arg(long, default_value_t = 100)]
        limit: i64,
    },
    /// Acts on one again, and takes it out when that is done.
    Retry { number: i64 },
}

/// Carries out one command and tells what it did.
///
/// # Errors
/// When there is no such letter, when it still cannot be acted on, or when the database is away.
pub async fn dead_letters(retry: RetryDeadLetter<'_>, command: DeadLetterCommand) -> anyhow::Result<()> {
    match command {
        DeadLetterCommand::List { after, limit } => {
            let list = retry.letters.list(&DeadLetterPage { topic: None, after, limit }).await?;
            list.letters.iter().for_each(show);
            println!("({} letters)", list.letters.len());
            if list.not_kept > 0 {
                println!("{} more came beyond their topic's quota and were only counted", list.not_kept);
            }
        }
        DeadLetterCommand::Retry { number } => match retry.retry(number).await? {
            Retried::Done => println!("{number} is done"),
            Retried::NotThere => bail!("there is no dead letter {number}"),
            Retried::Refused(why) => bail!("{number} stays put aside: {why}"),
            Retried::Cut => {
                bail!("only the beginning of {number} was kept: the hub has to send it again")
            }
        },
    }
    Ok(())
}

fn show(stored: &StoredDeadLetter) {
    let StoredDeadLetter { number, letter, count, first_seen, .. } = stored;
    let (topic, id, bytes) = (&letter.topic, &letter.message_id, letter.payload.len());
    println!(
        "{number}  {topic}  {id}  {count} times since {first_seen:.0}  {bytes} bytes  {}",
        letter.reason
    );
}
