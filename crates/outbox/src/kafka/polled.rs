//! A producer, and a thread that hears what became of its messages.
//!
//! rdkafka has such a thread itself, but that one looks at the clock without pause for the last millisecond before each of
//! its ten looks a second: a hundredth of a processor, with nothing to do.

use super::deliveries::Deliveries;
use rdkafka::{ClientConfig, error::KafkaError, producer::BaseProducer};
use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How long the thread listens until it looks whether it is needed still. What there is to hear it hears at once.
const LISTENS: Duration = Duration::from_secs(2);

/// To drop it does not wait: the client ends on its thread, which may take as long as the thread listens.
pub struct PolledProducer {
    producer: Arc<BaseProducer<Deliveries>>,
    is_done: Arc<AtomicBool>,
}

impl PolledProducer {
    /// # Errors
    /// When the settings are no settings of librdkafka.
    pub fn new(config: &ClientConfig, deliveries: Deliveries) -> Result<Self, KafkaError> {
        let producer: Arc<BaseProducer<_>> = Arc::new(config.create_with_context(deliveries)?);
        let is_done = Arc::new(AtomicBool::new(false));
        let (listened_to, done) = (Arc::clone(&producer), Arc::clone(&is_done));
        thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                listened_to.poll(LISTENS);
            }
        });
        Ok(Self { producer, is_done })
    }
}

impl Deref for PolledProducer {
    type Target = BaseProducer<Deliveries>;

    fn deref(&self) -> &Self::Target {
        &self.producer
    }
}

impl Drop for PolledProducer {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Relaxed);
    }
}
