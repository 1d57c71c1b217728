//! Waits until nothing is under way any more: every accepted transfer has ended and nobody asks.

use super::databases::Databases;
use sqlx::PgConnection;
use std::time::{Duration, Instant};

/// Between two polls.
const POLL: Duration = Duration::from_millis(200);

/// Waits until everything is settled; in words what is left, after `timeout`.
///
/// The banks are looked at before the hub: a payer's bank closes its question after the hub has opened its last one, so
/// when no bank asks and then the hub does not either, there is nothing left of all that was accepted before.
pub async fn wait_until_settled(all: &Databases, timeout: Duration) -> anyhow::Result<Result<(), String>> {
    let deadline = Instant::now() + timeout;
    let (databases, _) = &all.seen().await?;
    let (mut hub, mut banks) = databases.connect().await?;
    loop {
        let mut left = Vec::new();
        for (bank, connection) in databases.banks.iter().zip(&mut banks) {
            look(&bank.name, connection, &mut left).await?;
        }
        look("hub", &mut hub, &mut left).await?;
        if left.is_empty() {
            return pending(databases, &mut banks).await;
        }
        if Instant::now() >= deadline {
            return Ok(Err(left.join(", ")));
        }
        tokio::time::sleep(POLL).await;
    }
}

async fn look(place: &str, connection: &mut PgConnection, left: &mut Vec<String>) -> anyhow::Result<()> {
    let questions = sqlx::query_scalar("select count(*) from open_questions").fetch_one(connection);
    let questions: i64 = questions.await?;
    if questions > 0 {
        left.push(format!("{questions} open questions at {place}"));
    }
    Ok(())
}

/// A transfer that is pending although nobody asks will never end.
async fn pending(databases: &Databases, banks: &mut [PgConnection]) -> anyhow::Result<Result<(), String>> {
    let mut left = Vec::new();
    for (bank, connection) in databases.banks.iter().zip(banks) {
        let stuck = sqlx::query_scalar(
            "select count(*) from transfers where status = 'pending'
             and not exists (select from open_questions where open_questions.end_to_end_id = transfers.end_to_end_id)",
        );
        let stuck: i64 = stuck.fetch_one(connection).await?;
        if stuck > 0 {
            left.push(format!("{stuck} pending transfers at {} that nobody asks about", bank.name));
        }
    }
    Ok(if left.is_empty() { Ok(()) } else { Err(left.join(", ")) })
}
