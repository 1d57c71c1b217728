//! Dead letters as rows.

use super::unavailable;
use crate::{
    DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, StoredDeadLetter,
    dead_letters::{LETTERS_MAX, TOPIC_BYTES_MAX},
};
use async_trait::async_trait;
use engine::Unavailable;
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeSet, HashMap};

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
        let not_kept = park(&self.0, &Columns::new(&letters)).await.map_err(unavailable)?;
        if not_kept > 0 {
            metrics::counter!("dead_letters_not_kept_total").increment(not_kept.unsigned_abs());
        }
        Ok(())
    }

    async fn list(&self, page: &DeadLetterPage) -> Result<DeadLetterList, Unavailable> {
        let rows = sqlx::query_as!(
            Row,
            r#"select number, topic, message_id, payload, reason, cut, count,
                      first_seen as "first_seen: jiff_sqlx::Timestamp"
               from dead_letters where ($1::text is null or topic = $1) and number > $2 order by number limit $3"#,
            page.topic.as_deref(),
            page.after,
            page.limit,
        );
        let letters = rows.fetch_all(&self.0).await.map_err(unavailable)?.into_iter().map(Row::stored);
        let not_kept = sqlx::query_scalar!(
            r#"select coalesce(sum(not_kept), 0)::bigint as "n!" from dead_letter_topics
               where $1::text is null or topic = $1"#,
            page.topic.as_deref(),
        );
        let not_kept = not_kept.fetch_one(&self.0).await.map_err(unavailable)?;
        Ok(DeadLetterList { letters: letters.collect(), not_kept })
    }

    async fn find(&self, number: i64) -> Result<Option<StoredDeadLetter>, Unavailable> {
        let row = sqlx::query_as!(
            Row,
            r#"select number, topic, message_id, payload, reason, cut, count,
                      first_seen as "first_seen: jiff_sqlx::Timestamp"
               from dead_letters where number = $1"#,
            number,
        );
        Ok(row.fetch_optional(&self.0).await.map_err(unavailable)?.map(Row::stored))
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        let (number, count) = (looked_at.number, looked_at.count);
        sqlx::query!("delete from dead_letters where number = $1 and count = $2", number, count)
            .execute(&self.0)
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}

/// Letters column by column, as UNNEST takes them. One statement may not touch a row twice, so the same message twice in
/// a batch is counted here.
#[derive(Default)]
struct Columns {
    topic: Vec<String>,
    message_id: Vec<String>,
    payload_hash: Vec<Vec<u8>>,
    payload: Vec<Vec<u8>>,
    cut: Vec<bool>,
    reason: Vec<String>,
    count: Vec<i64>,
}

impl Columns {
    fn new(letters: &[DeadLetter]) -> Self {
        let (mut columns, mut places) = (Self::default(), HashMap::new());
        for letter in letters {
            let name = (storable(&letter.topic), storable(&letter.message_id), letter.payload_hash());
            let place = *places.entry(name.clone()).or_insert(columns.count.len());
            if let Some(count) = columns.count.get_mut(place) {
                *count += 1;
                continue;
            }
            let (topic, message_id, payload_hash) = name;
            columns.topic.push(topic);
            columns.message_id.push(message_id);
            columns.payload_hash.push(payload_hash.to_vec());
            columns.payload.push(letter.kept().to_vec());
            columns.cut.push(letter.is_cut());
            columns.reason.push(storable(&letter.reason));
            columns.count.push(1);
        }
        columns
    }
}

/// How many messages found no place.
async fn park(pool: &PgPool, columns: &Columns) -> Result<i64, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    // In order of topics, so that two instances do not wait for each other in a circle.
    let topics: Vec<_> = columns.topic.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    sqlx::query!(
        "insert into dead_letter_topics (topic) select unnest($1::text[])
         on conflict (topic) do update set topic = excluded.topic",
        &topics,
    )
    .execute(&mut *transaction)
    .await?;
    let not_kept = write(&mut transaction, columns).await?;
    transaction.commit().await?;
    Ok(not_kept)
}

/// Counts what is there already, keeps what has a place, and counts the rest. The topics are locked: the statement sees
/// all that others have kept of them.
async fn write(connection: &mut PgConnection, columns: &Columns) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with arrived as (
            select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::boolean[], $6::text[],
                $7::bigint[]) with ordinality
                as arrived (topic, message_id, payload_hash, payload, cut, reason, count, place)
        ), again as (
            update dead_letters set count = dead_letters.count + arrived.count, last_seen = clock_timestamp()
            from arrived where (dead_letters.topic, dead_letters.message_id, dead_letters.payload_hash)
                = (arrived.topic, arrived.message_id, arrived.payload_hash)
            returning arrived.place
        ), held as (
            select topic, count(*) as letters, sum(octet_length(payload)) as bytes
            from dead_letters where topic in (select topic from arrived) group by topic
        ), fresh as (
            select arrived.*,
                coalesce(letters, 0) + row_number() over in_order <= $8
                and coalesce(bytes, 0) + sum(octet_length(payload)) over in_order <= $9 as has_a_place
            from arrived left join held using (topic)
            where place not in (select place from again)
            window in_order as (partition by topic order by place)
        ), kept as (
            insert into dead_letters (topic, message_id, payload_hash, payload, cut, reason, count)
            select topic, message_id, payload_hash, payload, cut, reason, count
            from fresh where has_a_place order by place
        ), beyond as (
            select topic, sum(count)::bigint as count from fresh where not has_a_place group by topic
        ), counted as (
            update dead_letter_topics
            set not_kept = not_kept + beyond.count, last_not_kept = clock_timestamp()
            from beyond where beyond.topic = dead_letter_topics.topic
        )
        select coalesce(sum(count), 0)::bigint as "not_kept!" from beyond"#,
        &columns.topic,
        &columns.message_id,
        &columns.payload_hash,
        &columns.payload,
        &columns.cut,
        &columns.reason,
        &columns.count,
        LETTERS_MAX,
        TOPIC_BYTES_MAX,
    )
    .fetch_one(connection)
    .await
}

struct Row {
    number: i64,
    topic: String,
    message_id: String,
    payload: Vec<u8>,
    reason: String,
    cut: bool,
    count: i64,
    first_seen: jiff_sqlx::Timestamp,
}

impl Row {
    fn stored(self) -> StoredDeadLetter {
        let Self { number, topic, message_id, payload, reason, cut, count, first_seen } = self;
        let letter = DeadLetter { topic, message_id, payload, reason };
        StoredDeadLetter { number, letter, cut, count, first_seen: first_seen.to_jiff() }
    }
}
