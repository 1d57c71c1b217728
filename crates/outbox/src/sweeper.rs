//! Asks open questions again: who waits for an answer, asks until it comes, but ever more rarely.
//!
//! A question's patience doubles each time it is asked in vain. What a repair is known by ends it early: all are asked when
//! the process starts and when messages may have been lost; those to one topic when whoever reads it is heard. And one
//! question of each topic has no patience at all: it finds out what nobody tells.

use crate::{heard::Heard, message::Message};
use async_trait::async_trait;
use engine::{Publish, Unavailable, in_time};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Notify, time::Instant};

/// How often the sweeper looks, and how long a question has been asked at least before it is asked again.
pub const EVERY: Duration = Duration::from_secs(10);
/// So often a question's patience doubles: 10 s, 20 s, 40 s … 320 s, far below what topics keep.
pub const DOUBLINGS_MAX: i32 = 5;
/// Questions asked again per topic and look, so that a bank that was down is not buried in duplicates.
pub const PER_TOPIC_MAX: i64 = 500;
/// Questions of one page, when all are asked.
const PAGE: i64 = 500;
/// The pause between two bursts towards somebody who was heard again.
const BURST_EVERY: Duration = Duration::from_millis(500);
/// How long to leave a store alone that did not answer.
const BACK_OFF: Duration = Duration::from_secs(1);
/// After everything was asked, rest for so many times as long as that took, from a second up to [`EVERY`]: a topic that
/// is never there would lose messages for ever, and a service has other things to do.
const REST: u32 = 20;

/// The store of open questions; they are written and deleted by the transactions of the service itself.
#[async_trait]
pub trait Questions: Send + Sync + 'static {
    /// Those that are due by the store's own clock, at most `per_topic` of each topic, those first that were asked least
    /// recently. They count as asked now, so that one that never gets an answer holds up no other.
    ///
    /// Due is what was last asked at least [`EVERY`] ago, and for which one of these holds: its patience is at an end; its
    /// topic is one of `heard`, and its patience with those who speak and do not answer is at an end; of its topic it was
    /// asked least recently. And what was asked at a time that has not come yet: the clock was set back.
    async fn due(&self, heard: &[String], per_topic: i64) -> Result<Vec<Message>, Unavailable>;

    /// All of them, whenever they were asked, by end-to-end id, at most `limit`, from behind `after`. They count as asked
    /// now, and their patience begins anew. Goes by no clock.
    async fn page(&self, after: &str, limit: i64) -> Result<Page, Unavailable>;
}

/// Some of all open questions.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub messages: Vec<Message>,
    /// Behind which the next page begins; None when this was the last.
    pub next: Option<String>,
}

/// Sends open questions again.
pub struct Sweeper {
    pub questions: Arc<dyn Questions>,
    pub publisher: Arc<dyn Publish<Message>>,
    /// Notified when messages may have been lost on the way, or were never sent: everything open is asked once.
    pub resend: Arc<Notify>,
    /// Who was heard meanwhile.
    pub heard: Heard,
}

impl Sweeper {
    /// Asks everything once, then every ten seconds what is due; everything again when messages were lost, or when the
    /// store did not answer, since what it had just marked as asked was not sent.
    pub async fn run(self) {
        loop {
            let mut began = Instant::now();
            while !self.sweep_all().await {
                tokio::time::sleep(BACK_OFF).await;
                began = Instant::now();
            }
            let rested = Instant::now() + rest_after(began.elapsed());
            let mut pause = EVERY;
            while !self.told_of_a_loss(pause).await {
                match self.look().await {
                    Some(more) => pause = if more { BURST_EVERY } else { EVERY },
                    None => break,
                }
            }
            tokio::time::sleep_until(rested).await;
        }
    }

    /// Waits to be notified of a loss, at most for `time`, and only until somebody is heard again.
    async fn told_of_a_loss(&self, time: Duration) -> bool {
        tokio::select! {
            () = self.resend.notified() => true,
            () = self.heard.again() => false,
            () = tokio::time::sleep(time) => false,
        }
    }

    /// Asks again what is due; whether there is more to ask at once of those who were heard. None when the store did not
    /// let it: everything has to be asked.
    pub async fn look(&self) -> Option<bool> {
        let heard = self.heard.take();
        let due = self.told(in_time(self.questions.due(&heard, PER_TOPIC_MAX)).await)?;
        let of = |topic: &str| due.iter().filter(|message| message.topic == topic).count() as i64;
        let full: Vec<_> = heard.into_iter().filter(|topic| of(topic) >= PER_TOPIC_MAX).collect();
        let more = !full.is_empty();
        full.into_iter().for_each(|topic| self.heard.put_back(topic));
        self.send(due).await;
        Some(more)
    }

    /// Asks all questions that were open when it began; false when the store did not let it.
    pub async fn sweep_all(&self) -> bool {
        let mut after = Some(String::new());
        while let Some(behind) = after {
            let page = self.told(in_time(self.questions.page(&behind, PAGE)).await);
            let Some(Page { messages, next }) = page else { return false };
            self.send(messages).await;
            after = next;
        }
        true
    }

    async fn send(&self, messages: Vec<Message>) {
        let count = messages.len();
        if count > 0 {
            tracing::info!(count, "asked open questions again");
            metrics::counter!("questions_asked_again_total").increment(count as u64);
            self.publisher.publish(messages).await;
        }
    }

    fn told<T>(&self, result: Result<T, Unavailable>) -> Option<T> {
        result.inspect_err(|unavailable| tracing::warn!("open questions wait: {unavailable}")).ok()
    }
}

fn rest_after(sweep: Duration) -> Duration {
    (sweep * REST).clamp(Duration::from_secs(1), EVERY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, sync::Mutex};

    /// Answers of the store, the last first: how many questions it hands out.
    struct Script(Mutex<Vec<Result<usize, Unavailable>>>, Mutex<Vec<Vec<String>>>);

    impl Script {
        fn next(&self) -> Result<Vec<Message>, Unavailable> {
            let answer = self.0.lock().expect("nobody panicked").pop().unwrap_or(Ok(0));
            let message = |number| Message {
                id: format!("{number}"),
                topic: "to.002".into(),
                key: String::new(),
                kind: String::new(),
                payload: Vec::new(),
            };
            answer.map(|count| (0..count).map(message).collect())
        }
    }

    #[async_trait]
    impl Questions for Script {
        async fn due(&self, heard: &[String], _per_topic: i64) -> Result<Vec<Message>, Unavailable> {
            self.1.lock().expect("nobody panicked").push(heard.to_vec());
            self.next()
        }

        async fn page(&self, _after: &str, limit: i64) -> Result<Page, Unavailable> {
            let messages = self.next()?;
            let next = (messages.len() as i64 >= limit).then(|| "more".into());
            Ok(Page { messages, next })
        }
    }

    #[derive(Default)]
    struct Sent(Mutex<usize>);

    impl Sent {
        fn count(&self) -> usize {
            *self.0.lock().expect("nobody panicked")
        }
    }

    #[async_trait]
    impl Publish<Message> for Sent {
        async fn publish(&self, messages: Vec<Message>) {
            *self.0.lock().expect("nobody panicked") += messages.len();
        }
    }

    struct Fixture {
        sweeper: Sweeper,
        sent: Arc<Sent>,
        store: Arc<Script>,
    }

    fn fixture(mut script: Vec<Result<usize, Unavailable>>) -> Fixture {
        script.reverse();
        let sent = Arc::new(Sent::default());
        let store = Arc::new(Script(Mutex::new(script), Mutex::default()));
        let heard = Heard::new(|topic| Some(topic.replace("from", "to")));
        let sweeper =
            Sweeper { questions: store.clone(), publisher: sent.clone(), resend: Arc::default(), heard };
        Fixture { sweeper, sent, store }
    }

    #[tokio::test]
    async fn a_sweep_of_everything_goes_on_until_nothing_is_left() {
        let Fixture { sweeper, sent, .. } = fixture(vec![Ok(500), Ok(500), Ok(3)]);
        assert!(sweeper.sweep_all().await);
        assert_eq!(sent.count(), 1003);
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_leaves_the_sweep_of_everything_undone() {
        let Fixture { sweeper, sent, .. } =
            fixture(vec![Ok(500), Err(Unavailable("restarting".into())), Ok(3)]);
        assert!(!sweeper.sweep_all().await, "it has to be done again");
        assert!(sweeper.sweep_all().await);
        assert_eq!(sent.count(), 503);
    }

    #[tokio::test]
    async fn a_store_that_did_not_answer_ends_the_looks_at_what_is_due() {
        let broke = Err(Unavailable("the connection broke".into()));
        let Fixture { sweeper, sent, .. } = fixture(vec![Ok(7), broke]);
        assert_eq!(sweeper.look().await, Some(false));
        assert_eq!(sweeper.look().await, None, "it may have marked what was not sent");
        assert_eq!(sent.count(), 7);
    }

    #[tokio::test]
    async fn who_is_heard_is_asked_in_bursts_until_nothing_is_left() {
        let Fixture { sweeper, store, .. } = fixture(vec![Ok(500), Ok(12), Ok(0)]);
        let (topic, payload) = ("from.002".to_owned(), Vec::new());
        sweeper.heard.records(&[crate::Record { topic, partition: 0, offset: 0, id: None, payload }]);
        assert_eq!(sweeper.look().await, Some(true), "a burst was full");
        assert_eq!(sweeper.look().await, Some(false));
        assert_eq!(sweeper.look().await, Some(false));
        let heard = store.1.lock().expect("nobody panicked").clone();
        assert_eq!(heard, [vec!["to.002".to_owned()], vec!["to.002".to_owned()], vec![]]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_voice_after_a_silence_wakes_the_sweeper_and_a_conversation_does_not() {
        let Fixture { sweeper, .. } = fixture(Vec::new());
        let said = |topic: &str| {
            let (topic, payload) = (topic.to_owned(), Vec::new());
            sweeper.heard.records(&[crate::Record { topic, partition: 0, offset: 0, id: None, payload }]);
        };
        let woken_after = async || {
            let began = Instant::now();
            assert!(!sweeper.told_of_a_loss(EVERY).await);
            began.elapsed()
        };
        said("from.002");
        assert_eq!(woken_after().await, Duration::ZERO, "nothing was heard before");
        said("from.002");
        assert_eq!(woken_after().await, EVERY, "it had just been heard");
        said("from.002");
        assert_eq!(woken_after().await, Duration::ZERO, "it had been silent");
        assert_eq!(sweeper.heard.take().into_iter().collect::<BTreeSet<_>>().len(), 1);
    }

    #[test]
    fn a_long_sweep_is_followed_by_a_long_rest() {
        assert_eq!(rest_after(Duration::from_millis(3)), Duration::from_secs(1));
        assert_eq!(rest_after(Duration::from_millis(200)), Duration::from_secs(4));
        assert_eq!(rest_after(Duration::from_mins(1)), EVERY);
    }
}
