//! When questions are due: ever more rarely, at once when somebody is heard again, and whatever the database's clock does.

use crate::NO_TABLES;
use outbox::{
    Message, Questions,
    postgres::{PostgresQuestions, migrate, pool},
};
use sqlx::PgPool;
use std::collections::BTreeSet;
use testing::on_database;

const MARE: &str = "to.mare";

/// The questions of one service.
struct Decider {
    pool: PgPool,
    questions: PostgresQuestions,
}

async fn with_questions(story: impl AsyncFnOnce(Decider)) {
    on_database(async |url| {
        let pool = pool(&url).unwrap();
        migrate(&pool, &NO_TABLES).await.unwrap();
        story(Decider { questions: PostgresQuestions(pool.clone()), pool: pool.clone() }).await;
        pool.close().await;
    })
    .await;
}

impl Decider {
    /// A question, last asked so many seconds ago.
    async fn ask(&self, id: &str, topic: &str, seconds_ago: i32) {
        let insert = "insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload, asked_at)
             values ($1, $1, $2, '', '', '', clock_timestamp() - make_interval(secs => $3))";
        sqlx::query(insert)
            .bind(id)
            .bind(topic)
            .bind(f64::from(seconds_ago))
            .execute(&self.pool)
            .await
            .unwrap();
    }

    /// So many seconds go by for all questions; the database's clock is set back when they are negative.
    async fn wait(&self, seconds: i32) {
        let pass = "update open_questions set asked_at = asked_at - make_interval(secs => $1)";
        sqlx::query(pass).bind(f64::from(seconds)).execute(&self.pool).await.unwrap();
    }

    async fn due(&self, heard: &[&str]) -> Vec<String> {
        self.due_at_most(heard, 500).await
    }

    async fn due_at_most(&self, heard: &[&str], per_topic: i64) -> Vec<String> {
        let heard: Vec<_> = heard.iter().map(|topic| (*topic).to_owned()).collect();
        ids(self.questions.due(&heard, per_topic).await.unwrap())
    }
}

fn ids(messages: Vec<Message>) -> Vec<String> {
    let mut ids: Vec<_> = messages.into_iter().map(|message| message.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn a_question_is_asked_again_ever_more_rarely() {
    with_questions(async |decider: Decider| {
        decider.ask("patient", MARE, 0).await;
        let mut pauses = Vec::new();
        let mut pause = 0;
        while pauses.len() < 8 {
            // Of each topic one is always asked; here it is another.
            decider.ask("probe", MARE, 10_000).await;
            decider.wait(10).await;
            pause += 10;
            if decider.due(&[]).await.contains(&"patient".to_owned()) {
                pauses.push(std::mem::take(&mut pause));
            }
            sqlx::query("delete from open_questions where end_to_end_id = 'probe'")
                .execute(&decider.pool)
                .await
                .unwrap();
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 320, 320]);
    })
    .await;
}

#[tokio::test]
async fn one_question_of_each_topic_goes_on_asking_and_they_take_turns() {
    with_questions(async |decider: Decider| {
        for (id, topic) in [("a", MARE), ("b", MARE), ("c", MARE), ("d", "to.third")] {
            decider.ask(id, topic, 0).await;
        }
        sqlx::query("update open_questions set silent_asks = 9").execute(&decider.pool).await.unwrap();
        let mut asked = Vec::new();
        for _ in 0..3 {
            decider.wait(10).await;
            asked.push(decider.due(&[]).await);
        }
        assert!(asked.iter().all(|due| due.len() == 2 && due.contains(&"d".to_owned())), "{asked:?}");
        assert_eq!(asked.into_iter().flatten().collect::<BTreeSet<_>>().len(), 4, "each had its turn");
    })
    .await;
}

#[tokio::test]
async fn what_is_open_towards_somebody_who_is_heard_again_is_due_at_once() {
    with_questions(async |decider: Decider| {
        for (id, topic) in [("a", MARE), ("b", MARE), ("c", MARE), ("d", "to.third"), ("e", "to.third")] {
            decider.ask(id, topic, 60).await;
        }
        sqlx::query("update open_questions set silent_asks = 9").execute(&decider.pool).await.unwrap();
        decider.ask("fresh", MARE, 0).await;
        assert_eq!(
            decider.due_at_most(&[MARE], 2).await.len(),
            3,
            "a burst of two, and the probe of the other"
        );
        let rest = decider.due_at_most(&[MARE], 2).await;
        assert_eq!(rest.len(), 2, "the last old one, and the other topic's next probe: {rest:?}");
        assert!(!rest.contains(&"fresh".to_owned()), "its answer may be on its way");
        decider.wait(10).await;
        let due = decider.due(&[MARE]).await;
        assert!(
            due.contains(&"fresh".to_owned()) && due.len() <= 3,
            "who speaks and does not answer: {due:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_least_recently_asked_of_each_topic_come_first_and_none_is_starved() {
    with_questions(async |decider: Decider| {
        for number in 1..=5 {
            decider.ask(&format!("{number}"), MARE, 100 + number).await;
        }
        decider.ask("6", "to.third", 100).await;
        let rounds = [
            decider.due_at_most(&[], 2).await,
            decider.due_at_most(&[], 2).await,
            decider.due_at_most(&[], 2).await,
        ];
        assert_eq!(rounds, [vec!["4", "5", "6"], vec!["2", "3"], vec!["1"]]);
        assert_eq!(decider.due(&[MARE]).await, Vec::<String>::new(), "all were asked a moment ago");
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_makes_everything_due_once() {
    with_questions(async |decider: Decider| {
        decider.ask("a", MARE, 5).await;
        decider.ask("b", MARE, 5).await;
        assert_eq!(decider.due(&[]).await, Vec::<String>::new());
        decider.wait(-3600).await;
        assert_eq!(decider.due(&[]).await, ["a", "b"]);
        assert_eq!(
            decider.due(&[]).await,
            Vec::<String>::new(),
            "by the clock as it is now they have just been asked"
        );
    })
    .await;
}

#[tokio::test]
async fn all_are_asked_page_by_page_whatever_the_clock_says_and_their_patience_begins_anew() {
    with_questions(async |decider: Decider| {
        for (id, seconds_ago) in [("a", 0), ("b", 9999), ("c", -3600), ("d", 1), ("e", 0)] {
            decider.ask(id, MARE, seconds_ago).await;
        }
        sqlx::query("update open_questions set silent_asks = 9, heard_asks = 9")
            .execute(&decider.pool)
            .await
            .unwrap();
        let (mut after, mut pages) = (Some(String::new()), Vec::new());
        while let Some(behind) = after {
            let page = decider.questions.page(&behind, 2).await.unwrap();
            pages.push(ids(page.messages));
            after = page.next;
        }
        assert_eq!(pages, [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
        decider.wait(10).await;
        assert_eq!(decider.due(&[]).await.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_question_whose_answer_is_just_coming_in_is_passed_over() {
    with_questions(async |decider: Decider| {
        for id in ["a", "b", "c"] {
            decider.ask(id, MARE, 60).await;
        }
        let mut answering = decider.pool.begin().await.unwrap();
        sqlx::query("delete from open_questions where end_to_end_id = 'b'")
            .execute(&mut *answering)
            .await
            .unwrap();
        let page = decider.questions.page("", 2).await.unwrap();
        assert_eq!((ids(page.messages), page.next.as_deref()), (vec!["a".to_owned()], Some("b")));
        assert_eq!(decider.due(&[]).await, ["c"]);
        answering.commit().await.unwrap();
    })
    .await;
}
