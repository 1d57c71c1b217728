//! Open questions as rows: written with the decision, taken by the sweeper.

use super::unavailable;
use crate::{
    Message, Page, Question, Questions,
    sweeper::{DOUBLINGS_MAX, EVERY},
};
use async_trait::async_trait;
use engine::Unavailable;
use sqlx::PgPool;
use std::collections::BTreeMap;

/// What a batch of decisions does to open questions, column by column, as UNNEST takes it. The service writes it within
/// the batch's own transaction.
#[derive(Debug, Default)]
pub struct QuestionColumns {
    /// End-to-end ids of the questions that are asked, each with its message.
    pub asked: Vec<String>,
    pub message_id: Vec<String>,
    pub topic: Vec<String>,
    pub message_key: Vec<String>,
    pub kind: Vec<String>,
    pub payload: Vec<Vec<u8>>,
    /// End-to-end ids of the questions that are closed.
    pub closed: Vec<String>,
}

impl QuestionColumns {
    /// `questions` are pairs of end-to-end id and question, in order of decision: the last one of an id counts.
    pub fn new<'a>(questions: impl Iterator<Item = (&'a str, &'a Question)>) -> Self {
        let changing = questions.filter(|(_, question)| **question != Question::Keep);
        let mut columns = Self::default();
        for (id, question) in changing.collect::<BTreeMap<_, _>>() {
            match question {
                Question::Keep => {}
                Question::Close => columns.closed.push(id.to_owned()),
                Question::Ask(message) => columns.ask(id, message),
            }
        }
        columns
    }

    fn ask(&mut self, id: &str, message: &Message) {
        self.asked.push(id.to_owned());
        self.message_id.push(message.id.clone());
        self.topic.push(message.topic.clone());
        self.message_key.push(message.key.clone());
        self.kind.push(message.kind.clone());
        self.payload.push(message.payload.clone());
    }
}

/// The open questions of one service.
pub struct PostgresQuestions(pub PgPool);

#[async_trait]
impl Questions for PostgresQuestions {
    async fn due(&self, heard: &[String], per_topic: i64) -> Result<Vec<Message>, Unavailable> {
        // An answer that comes in just now holds its row, and is not waited for.
        let due = sqlx::query_as!(
            Row,
            r#"with present as materialized (
                 select clock_timestamp() as now
             ), waiting as (
                 select end_to_end_id, topic, asked_at,
                     asked_at > now or asked_at <= now - make_interval(secs => $1::float8 * (1 << least(silent_asks, $2)))
                         as by_time,
                     topic = any($3) and asked_at <= now - make_interval(secs => $1::float8 * (1 << least(heard_asks, $2)))
                         as by_hearing,
                     row_number() over (partition by topic order by asked_at) = 1 as first
                 from open_questions, present
                 where asked_at <= now - make_interval(secs => $1::float8) or asked_at > now
             ), due as (
                 select end_to_end_id, by_time, by_hearing,
                     row_number() over (partition by topic order by asked_at) as place
                 from waiting where by_time or by_hearing or first
             ), mine as (
                 select end_to_end_id, by_time, by_hearing from open_questions join due using (end_to_end_id)
                 where place <= $4 for update of open_questions skip locked
             )
             update open_questions set asked_at = clock_timestamp(),
                 silent_asks = silent_asks + by_time::int, heard_asks = heard_asks + by_hearing::int
             from mine where open_questions.end_to_end_id = mine.end_to_end_id
             returning message_id as id, topic, message_key as key, kind, payload"#,
            EVERY.as_secs_f64(),
            DOUBLINGS_MAX,
            heard,
            per_topic,
        );
        let due = due.fetch_all(&self.0).await.map_err(unavailable)?;
        Ok(due.into_iter().map(Row::message).collect())
    }

    async fn page(&self, after: &str, limit: i64) -> Result<Page, Unavailable> {
        let asked = sqlx::query!(
            r#"with page as materialized (
                 select end_to_end_id from open_questions where end_to_end_id > $1 order by end_to_end_id limit $2
             ), mine as (
                 select end_to_end_id from open_questions join page using (end_to_end_id)
                 for update of open_questions skip locked
             ), asked as (
                 update open_questions set asked_at = clock_timestamp(), silent_asks = 0, heard_asks = 0
                 from mine where open_questions.end_to_end_id = mine.end_to_end_id
                 returning open_questions.end_to_end_id, message_id, topic, message_key, kind, payload
             )
             select page.end_to_end_id as "place!", message_id as "id?", topic as "topic?", message_key as "key?",
                 kind as "kind?", payload as "payload?"
             from page left join asked using (end_to_end_id) order by page.end_to_end_id"#,
            after,
            limit,
        );
        let asked = asked.fetch_all(&self.0).await.map_err(unavailable)?;
        let full = i64::try_from(asked.len()).is_ok_and(|length| length == limit);
        let next = asked.last().filter(|_| full).map(|last| last.place.clone());
        let messages = asked.into_iter().filter_map(|row| {
            let (id, topic, key) = (row.id?, row.topic?, row.key?);
            Some(Message { id, topic, key, kind: row.kind?, payload: row.payload? })
        });
        Ok(Page { messages: messages.collect(), next })
    }
}

struct Row {
    id: String,
    topic: String,
    key: String,
    kind: String,
    payload: Vec<u8>,
}

impl Row {
    fn message(self) -> Message {
        let Self { id, topic, key, kind, payload } = self;
        Message { id, topic, key, kind, payload }
    }
}
