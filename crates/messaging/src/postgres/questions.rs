//! Open questions as rows: written with the decision, taken by the sweeper.

use super::unavailable;
use crate::{Message, Question, Questions, Unavailable};
use async_trait::async_trait;
use sqlx::{PgConnection, PgPool};
use std::{collections::HashMap, time::Duration};

/// Writes what a batch of decisions does to open questions, within the batch's transaction. `questions` are pairs of
/// end-to-end id and question, in order of decision: the last one of an id counts.
pub async fn write_questions<'a>(
    connection: &mut PgConnection,
    questions: impl Iterator<Item = (&'a str, &'a Question)>,
) -> Result<(), sqlx::Error> {
    let mut last = HashMap::new();
    for (id, question) in questions.filter(|(_, question)| **question != Question::Keep) {
        last.insert(id, question);
    }
    let (mut closed, mut asked, mut messages) = (Vec::new(), Vec::new(), Vec::new());
    for (id, question) in last {
        match question {
            Question::Keep => {}
            Question::Close => closed.push(id.to_owned()),
            Question::Ask(message) => {
                asked.push(id.to_owned());
                messages.push(message);
            }
        }
    }
    ask(connection, &asked, &messages).await?;
    close(connection, &closed).await
}

async fn ask(
    connection: &mut PgConnection,
    ids: &[String],
    messages: &[&Message],
) -> Result<(), sqlx::Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let column = |of: fn(&Message) -> &str| messages.iter().map(|m| of(m).to_owned()).collect::<Vec<_>>();
    let payloads: Vec<_> = messages.iter().map(|message| message.payload.clone()).collect();
    sqlx::query!(
        "insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[])
         on conflict (end_to_end_id) do update
         set message_id = excluded.message_id, topic = excluded.topic, message_key = excluded.message_key,
             kind = excluded.kind, payload = excluded.payload, asked_at = clock_timestamp()",
        ids,
        &column(|m| &m.id),
        &column(|m| &m.topic),
        &column(|m| &m.key),
        &column(|m| &m.kind),
        &payloads,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn close(connection: &mut PgConnection, ids: &[String]) -> Result<(), sqlx::Error> {
    if !ids.is_empty() {
        sqlx::query!("delete from open_questions where end_to_end_id = any($1)", ids)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// The open questions of one service.
pub struct PostgresQuestions(pub PgPool);

#[async_trait]
impl Questions for PostgresQuestions {
    async fn due(&self, age: Duration, per_topic: i64) -> Result<Vec<Message>, Unavailable> {
        sqlx::query!(
            "with due as (
                 select end_to_end_id from (
                     select end_to_end_id, row_number() over (partition by topic order by asked_at) as place
                     from open_questions where asked_at <= clock_timestamp() - make_interval(secs => $1)
                 ) as waiting where place <= $2
             ), mine as (
                 select end_to_end_id from open_questions join due using (end_to_end_id)
                 for update of open_questions skip locked
             )
             update open_questions set asked_at = clock_timestamp()
             from mine where open_questions.end_to_end_id = mine.end_to_end_id
             returning message_id as id, topic, message_key as key, kind, payload",
            age.as_secs_f64(),
            per_topic,
        )
        .map(|row| Message {
            id: row.id,
            topic: row.topic,
            key: row.key,
            kind: row.kind,
            payload: row.payload,
        })
        .fetch_all(&self.0)
        .await
        .map_err(unavailable)
    }
}
