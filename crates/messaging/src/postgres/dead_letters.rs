//! Dead letters as rows.

use super::unavailable;
use crate::{DeadLetter, DeadLetters, StoredDeadLetter, Unavailable};
use async_trait::async_trait;
use sqlx::PgPool;
use std::collections::HashMap;

/// The longest payload that is kept, in bytes: poison may be as large as the broker lets it be.
const PAYLOAD_MAX: usize = 64 << 10;

/// The longest text that is kept, in characters: ids are the sender's, and an index takes no entry of any length.
const TEXT_MAX: usize = 250;

/// PostgreSQL text holds no NUL; the bytes themselves stand in the payload.
fn storable(text: &str) -> String {
    text.chars().take(TEXT_MAX).map(|c| if c == '\0' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The dead letters of one service.
pub struct PostgresDeadLetters(pub PgPool);

#[async_trait]
impl DeadLetters for PostgresDeadLetters {
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable> {
        // One statement may not touch a row twice: the same message twice in a batch is counted here.
        let mut counts: HashMap<(String, String), (i64, &DeadLetter)> = HashMap::new();
        for letter in &letters {
            let row = (storable(&letter.topic), storable(&letter.message_id));
            counts.entry(row).or_insert((0, letter)).0 += 1;
        }
        let (ids, rows): (Vec<_>, Vec<_>) = counts.into_iter().unzip();
        let (topics, message_ids): (Vec<_>, Vec<_>) = ids.into_iter().unzip();
        let payloads: Vec<_> =
            rows.iter().map(|(_, l)| l.payload[..l.payload.len().min(PAYLOAD_MAX)].to_vec()).collect();
        sqlx::query!(
            "insert into dead_letters (topic, message_id, payload, reason, count)
             select * from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bigint[])
             on conflict (topic, message_id) do update
             set count = dead_letters.count + excluded.count, last_seen = clock_timestamp()",
            &topics,
            &message_ids,
            &payloads,
            &rows.iter().map(|(_, letter)| storable(&letter.reason)).collect::<Vec<_>>(),
            &rows.iter().map(|(count, _)| *count).collect::<Vec<_>>(),
        )
        .execute(&self.0)
        .await
        .map_err(unavailable)?;
        Ok(())
    }

    async fn list(&self, limit: i64) -> Result<Vec<StoredDeadLetter>, Unavailable> {
        sqlx::query!(
            r#"select topic, message_id, payload, reason, count, first_seen as "first_seen: jiff_sqlx::Timestamp"
               from dead_letters order by first_seen limit $1"#,
            limit,
        )
        .map(|row| StoredDeadLetter {
            letter: DeadLetter {
                topic: row.topic,
                message_id: row.message_id,
                payload: row.payload,
                reason: row.reason,
            },
            count: row.count,
            first_seen: row.first_seen.to_jiff(),
        })
        .fetch_all(&self.0)
        .await
        .map_err(unavailable)
    }

    async fn take(&self, topic: &str, message_id: &str) -> Result<Option<DeadLetter>, Unavailable> {
        sqlx::query_as!(
            DeadLetter,
            "delete from dead_letters where topic = $1 and message_id = $2
             returning topic, message_id, payload, reason",
            topic,
            message_id,
        )
        .fetch_optional(&self.0)
        .await
        .map_err(unavailable)
    }
}
