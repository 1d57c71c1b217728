//! Who was heard, and when: the sweeper goes by it, and the readiness tells it.

use crate::message::Record;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// Who said nothing for so long has been silent.
const SILENCE: Duration = Duration::from_secs(10);

/// Where whoever writes a topic is asked, if anywhere.
pub type AskedAt = fn(&str) -> Option<String>;

/// Told by the reader, asked by the sweeper. Cheap to clone.
#[derive(Clone)]
pub struct Heard(Arc<Inner>);

struct Inner {
    asked_at: AskedAt,
    state: Mutex<State>,
    again: Notify,
}

#[derive(Default)]
struct State {
    /// When something last came from each topic and partition.
    places: BTreeMap<(String, i32), Instant>,
    /// Topics on which those are asked who were heard since the sweeper last looked.
    to_ask: BTreeSet<String>,
}

impl Heard {
    pub fn new(asked_at: AskedAt) -> Self {
        Self(Arc::new(Inner { asked_at, state: Mutex::default(), again: Notify::new() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// These were taken in.
    pub fn records(&self, records: &[Record]) {
        let places: BTreeSet<_> = records.iter().map(|read| (read.topic.as_str(), read.partition)).collect();
        let (mut state, now) = (self.state(), Instant::now());
        for (topic, partition) in places {
            let of_topic = state.places.iter().filter(|((known, _), _)| known == topic).map(|(_, at)| *at);
            let silent = of_topic.max().is_none_or(|last| now - last >= SILENCE);
            state.places.insert((topic.to_owned(), partition), now);
            if let Some(asked_at) = (self.0.asked_at)(topic) {
                state.to_ask.insert(asked_at);
                if silent {
                    self.0.again.notify_one();
                }
            }
        }
    }

    /// How long ago anything was heard.
    pub fn last(&self) -> Option<Duration> {
        self.state().places.values().max().map(Instant::elapsed)
    }

    /// The topics on which those are asked who were heard since this was last called.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.state().to_ask).into_iter().collect()
    }

    /// There is more to ask on `topic` than went into one burst.
    pub fn put_back(&self, topic: String) {
        self.state().to_ask.insert(topic);
    }

    /// Waits until somebody is heard who had been silent.
    pub async fn again(&self) {
        self.0.again.notified().await;
    }
}
