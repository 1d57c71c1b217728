//! The store, the broker and the work, watched. A dependency that goes away is logged once, and once more when it is
//! back.

use crate::{Backing, Readiness};
use engine::Progress;
use outbox::Heard;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};

/// How often each is asked.
pub const EVERY: Duration = Duration::from_secs(1);
/// A dependency that takes longer for one small question is away.
pub const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Keeps the readiness true as far as the broker goes. Runs until it is dropped.
pub async fn watch_broker(backing: Arc<dyn Backing>, tell: watch::Sender<Readiness>) -> anyhow::Result<()> {
    let mut log = ChangeLog::new("the broker");
    loop {
        let answer = backing.ask_broker().await;
        let up = answer.is_ok();
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.broker, up) != up);
        log.note(answer);
        sleep(EVERY).await;
    }
}

/// Keeps the readiness true as far as the store goes, once it is prepared. Runs until it is dropped.
pub async fn watch_store(backing: Arc<dyn Backing>, tell: watch::Sender<Readiness>) -> anyhow::Result<()> {
    let mut log = ChangeLog::new("the store");
    loop {
        let answer = backing.ask_store().await;
        let up = answer.is_ok();
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.store, up) != up);
        log.note(answer);
        sleep(EVERY).await;
    }
}

/// How the work gets on: what writers say of themselves, and what is heard and read.
pub fn progress<W: Fn() -> Progress>(
    backing: Arc<dyn Backing>,
    heard: Heard,
    written: W,
) -> impl Fn() -> Progress + use<W> {
    move || Progress { last_heard: heard.last(), silent_partitions: backing.silent_partitions(), ..written() }
}

/// Keeps the readiness true as far as the work goes.
pub async fn watch_work(
    progress: impl Fn() -> Progress,
    tell: watch::Sender<Readiness>,
) -> anyhow::Result<()> {
    let mut stuck = false;
    loop {
        let now = progress();
        tell.send_modify(|ready| ready.progress = now);
        match (std::mem::replace(&mut stuck, now.is_stuck()), stuck) {
            (false, true) => tracing::warn!("work stands still: nothing is settled for seconds"),
            (true, false) => tracing::info!("work moves"),
            (true, true) | (false, false) => {}
        }
        sleep(EVERY).await;
    }
}

/// Logs whether a dependency answers: at first, and when that changes.
pub struct ChangeLog {
    name: &'static str,
    up: Option<bool>,
}

impl ChangeLog {
    pub fn new(name: &'static str) -> Self {
        Self { name, up: None }
    }

    /// It answers, or it does not, and why.
    pub fn note(&mut self, answer: Result<(), String>) {
        let name = self.name;
        if self.up.replace(answer.is_ok()) == Some(answer.is_ok()) {
            return;
        }
        match answer {
            Ok(()) => tracing::info!("{name} answers"),
            Err(why) => tracing::warn!("{name} does not answer: {why}"),
        }
    }
}
