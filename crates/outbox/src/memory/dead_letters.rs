//! Dead letters in memory.

use super::lock;
use crate::{
    DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, StoredDeadLetter,
    dead_letters::{LETTERS_MAX, TOPIC_BYTES_MAX},
};
use async_trait::async_trait;
use engine::{Clock, Unavailable};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Dead letters, with the same bounds as the database's.
#[derive(Clone)]
pub struct MemoryDeadLetters(Arc<Mutex<Letters>>);

struct Letters {
    kept: BTreeMap<i64, (StoredDeadLetter, [u8; 32])>,
    not_kept: BTreeMap<String, i64>,
    last: i64,
    clock: Clock,
}

impl Default for MemoryDeadLetters {
    /// Time stands still.
    fn default() -> Self {
        Self::new(Arc::new(|| Timestamp::UNIX_EPOCH))
    }
}

impl MemoryDeadLetters {
    /// None yet.
    pub fn new(clock: Clock) -> Self {
        let (kept, not_kept, last) = (BTreeMap::new(), BTreeMap::new(), 0);
        Self(Arc::new(Mutex::new(Letters { kept, not_kept, last, clock })))
    }
}

impl Letters {
    fn park(&mut self, letter: DeadLetter) {
        let hash = letter.payload_hash();
        let name = |letter: &DeadLetter| (letter.topic.clone(), letter.message_id.clone());
        let mut kept = self.kept.values_mut();
        if let Some((again, _)) = kept.find(|(k, h)| *h == hash && name(&k.letter) == name(&letter)) {
            again.count += 1;
            return;
        }
        let sizes = self.kept.values().filter(|(kept, _)| kept.letter.topic == letter.topic);
        let sizes: Vec<_> =
            sizes.map(|(kept, _)| kept.letter.payload.len()).chain([letter.kept().len()]).collect();
        let fits = |count: usize, most: i64| i64::try_from(count).is_ok_and(|count| count <= most);
        if !fits(sizes.len(), LETTERS_MAX) || !fits(sizes.iter().sum(), TOPIC_BYTES_MAX) {
            *self.not_kept.entry(letter.topic).or_default() += 1;
            return;
        }
        self.last += 1;
        let (number, cut, first_seen) = (self.last, letter.is_cut(), (self.clock)());
        let letter = DeadLetter { payload: letter.kept().to_vec(), ..letter };
        self.kept.insert(number, (StoredDeadLetter { number, letter, cut, count: 1, first_seen }, hash));
    }
}

#[async_trait]
impl DeadLetters for MemoryDeadLetters {
    async fn park(&self, letters: Vec<DeadLetter>) -> Result<(), Unavailable> {
        let mut parked = lock(&self.0);
        letters.into_iter().for_each(|letter| parked.park(letter));
        Ok(())
    }

    async fn list(&self, page: &DeadLetterPage) -> Result<DeadLetterList, Unavailable> {
        let parked = lock(&self.0);
        let wanted = |topic: &String| page.topic.as_ref().is_none_or(|only| only == topic);
        let behind = parked.kept.range(page.after + 1..).map(|(_, (kept, _))| kept);
        let letters = behind.filter(|kept| wanted(&kept.letter.topic)).cloned();
        let letters = letters.take(usize::try_from(page.limit).unwrap_or(0)).collect();
        let not_kept =
            parked.not_kept.iter().filter(|(topic, _)| wanted(topic)).map(|(_, count)| count).sum();
        Ok(DeadLetterList { letters, not_kept })
    }

    async fn find(&self, number: i64) -> Result<Option<StoredDeadLetter>, Unavailable> {
        Ok(lock(&self.0).kept.get(&number).map(|(kept, _)| kept.clone()))
    }

    async fn remove(&self, looked_at: &StoredDeadLetter) -> Result<(), Unavailable> {
        let mut parked = lock(&self.0);
        if parked.kept.get(&looked_at.number).is_some_and(|(kept, _)| kept == looked_at) {
            parked.kept.remove(&looked_at.number);
        }
        Ok(())
    }
}
