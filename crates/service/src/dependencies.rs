//! The database, the broker and the work, watched. A dependency that goes away is logged once, and once more when it is
//! back.

use crate::{Connections, Readiness};
use engine::Progress;
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::spawn_blocking,
    time::{sleep, timeout},
};

/// How often each is asked.
pub const EVERY: Duration = Duration::from_secs(1);
/// A dependency that takes longer for one small question is away.
pub const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Keeps the readiness true as far as the broker goes.
///
/// # Errors
/// When the thread that asks panics.
pub async fn watch_broker(connections: Connections, tell: watch::Sender<Readiness>) -> anyhow::Result<()> {
    let Connections { producer, kafka, .. } = connections;
    let hint = format!("asked {} as {}; transfers wait for it", kafka.brokers, kafka.username);
    let mut log = ChangeLog::new("Kafka");
    loop {
        let asked = Arc::clone(&producer);
        let up = spawn_blocking(move || asked.reaches_broker(ANSWER_MAX)).await?;
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.broker, up) != up);
        log.note(if up { Ok(()) } else { Err(hint.clone()) });
        sleep(EVERY).await;
    }
}

/// Keeps the readiness true as far as the database goes, once it is migrated. `pool` is that of the work: queries may have
/// to wait for a connection while the service does its work.
pub async fn watch_store(pool: PgPool, tell: watch::Sender<Readiness>) -> anyhow::Result<()> {
    let mut log = ChangeLog::new("PostgreSQL");
    loop {
        // A database that lost the service's tables answers too; it is of no use.
        let tables = sqlx::query("select from transfers limit 0").execute(&pool);
        let answer = match timeout(ANSWER_MAX, tables).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {ANSWER_MAX:?}")),
        };
        let up = answer.is_ok();
        tell.send_if_modified(|ready| std::mem::replace(&mut ready.store, up) != up);
        log.note(answer);
        sleep(EVERY).await;
    }
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
