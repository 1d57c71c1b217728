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
        let rows = sqlx::query_as!(
            Row,
            r#"select topic, message_id, payload, reason, count, first_seen as "first_seen: jiff_sqlx::Timestamp"
               from dead_letters order by first_seen limit $1"#,
            limit,
        );
        Ok(rows.fetch_all(&self.0).await.map_err(unavailable)?.into_iter().map(Row::stored).collect())
    }

    async fn find(&self, topic: &str, message_id: &str) -> Result<Option<StoredDeadLetter>, Unavailable> {
        let row = sqlx::query_as!(
            Row,
            r#"select topic, message_id, payload, reason, count, first_seen as "first_seen: jiff_sqlx::Timestamp"
               from dead_letters where topic = $1 and message_id = $2"#,
            topic,
            message_id,
        );
        Ok(row.fetch_optional(&self.0).await.map_err(unavailable)?.map(Row::stored))
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        sqlx::query!(
            "delete from dead_letters where topic = $1 and message_id = $2 and count = $3",
            looked_at.letter.topic,
            looked_at.letter.message_id,
            looked_at.count,
        )
        .execute(&self.0)
        .await
        .map_err(unavailable)?;
        Ok(())
    }
}

struct Row {
    topic: String,
    message_id: String,
    payload: Vec<u8>,
    reason: String,
    count: i64,
    first_seen: jiff_sqlx::Timestamp,
}

impl Row {
    fn stored(self) -> StoredDeadLetter {
        let Self { topic, message_id, payload, reason, count, first_seen } = self;
        let letter = DeadLetter { topic, message_id, payload, reason };
        StoredDeadLetter { letter, count, first_seen: first_seen.to_jiff() }
    }
}
