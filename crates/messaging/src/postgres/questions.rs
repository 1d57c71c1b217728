//! Open questions as rows: written with the decision, taken by the sweeper.

use super::unavailable;
use crate::{Message, Question, Questions, Unavailable};
use async_trait::async_trait;
use sqlx::PgPool;
use std::{collections::BTreeMap, time::Duration};

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
