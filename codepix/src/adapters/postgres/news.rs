//! The instances of one hub tell each other which transfers changed, so that a watcher hears of them whichever instance
//! commits them: a NOTIFY for each batch.
//!
//! It is sent after the commit, not within it: PostgreSQL lets commits that notify wait for each other's disk, in all
//! databases of the cluster. Whatever is lost on the way is told as "something was missed", and never silently.

use super::PostgresTransfers;
use crate::application::{Bulletin, TransferStore as _};
use anyhow::Context as _;
use engine::in_time;
use outbox::postgres::{alone, unavailable};
use pix::EndToEndId;
use sqlx::{
    Executor as _, PgPool,
    postgres::{PgListener, PgNotification},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    time::{sleep, timeout},
};

const CHANNEL: &str = "transfers_changed";
/// Instead of ids: anything may have changed.
const ANYTHING: &str = "*";
/// Ids in one NOTIFY, which takes less than 8,000 bytes: the name of the instance, then 33 bytes an id.
const IDS_MAX: usize = 200;
/// Ids told together, at the most.
const NEWS_MAX: usize = 4096;
/// After so long a silence it is asked whether anybody is there, who has so long to say so.
const SILENCE_MAX: Duration = Duration::from_secs(10);
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// The pause between two attempts.
const RETRY: Duration = Duration::from_secs(1);

/// Carries the news between one instance and the others, over connections of its own.
pub struct News {
    pool: PgPool,
    bulletin: Bulletin,
    /// Names this instance, which has heard of its own changes already.
    instance: String,
    listener: PgListener,
    committed: Receiver<Arc<[EndToEndId]>>,
}

impl News {
    /// Begins to listen; waits for the database as long as it takes. `name` is unlike any other instance's.
    pub async fn listen(pool: &PgPool, bulletin: Bulletin, name: u64) -> Self {
        let committed = bulletin.committed();
        let pool = alone(pool);
        let listener = listener(&pool).await;
        // Whoever watches already may have missed what others did before.
        bulletin.missed();
        Self { pool, bulletin, instance: format!("{name:016x}"), listener, committed }
    }

    /// Runs until it is dropped.
    pub async fn run(self) {
        let Self { pool, bulletin, instance, listener, committed } = self;
        let tell = tell(&pool, &instance, committed);
        tokio::join!(tell, hear(&pool, &instance, listener, &bulletin));
    }
}

async fn listener(pool: &PgPool) -> PgListener {
    loop {
        match listen(pool).await {
            Ok(listener) => return listener,
            // Why is for whoever watches the database; here it only means to try again.
            Err(error) => tracing::debug!("nobody tells which transfers change: {error}"),
        }
        sleep(RETRY).await;
    }
}

async fn listen(pool: &PgPool) -> anyhow::Result<PgListener> {
    let mut listener = PgListener::connect_with(&alone(pool)).await?;
    listener.eager_reconnect(false);
    timeout(ANSWER_MAX, listener.listen(CHANNEL)).await??;
    Ok(listener)
}

/// What is told next; an error when nobody tells any more. Nothing to tell and nobody there sound the same, so after a
/// while it is asked whether anybody is there.
async fn told(listener: &mut PgListener) -> anyhow::Result<PgNotification> {
    loop {
        match timeout(SILENCE_MAX, listener.try_recv()).await {
            Ok(told) => return told?.context("the connection is gone"),
            Err(_) => {
                timeout(ANSWER_MAX, listener.execute("select")).await??;
            }
        }
    }
}

/// Tells what this instance commits: all that has come while the last word was sent. The first word is that anything may
/// have changed: an instance that died had perhaps not told its last batch.
async fn tell(pool: &PgPool, instance: &str, mut committed: Receiver<Arc<[EndToEndId]>>) {
    let mut payloads = vec![format!("{instance} {ANYTHING}")];
    loop {
        // The word need not wait for the disk: it outlives no crash.
        let told = sqlx::query!(
            "select set_config('synchronous_commit', 'off', true)
             from unnest($2::text[]) as payload, pg_notify($1, payload)",
            CHANNEL,
            &payloads,
        );
        let told = async { told.fetch_all(pool).await.map_err(unavailable) };
        if let Err(error) = in_time(told).await {
            tracing::debug!("other instances were not told: {error}");
            payloads = vec![format!("{instance} {ANYTHING}")];
            sleep(RETRY).await;
            continue;
        }
        payloads = match next(&mut committed).await {
            Some(ids) => ids.chunks(IDS_MAX).map(|ids| payload(instance, ids)).collect(),
            None => vec![format!("{instance} {ANYTHING}")],
        };
    }
}

/// Whatever was committed, as soon as something was; None when it was more than could be kept.
async fn next(committed: &mut Receiver<Arc<[EndToEndId]>>) -> Option<Vec<EndToEndId>> {
    let mut ids = match committed.recv().await {
        Ok(ids) => ids.to_vec(),
        Err(RecvError::Lagged(_)) => return None,
        // Nobody can commit any more.
        Err(RecvError::Closed) => std::future::pending().await,
    };
    while ids.len() < NEWS_MAX {
        match committed.try_recv() {
            Ok(more) => ids.extend(more.iter()),
            Err(TryRecvError::Lagged(_)) => return None,
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    Some(ids)
}

fn payload(instance: &str, ids: &[EndToEndId]) -> String {
    let ids: Vec<_> = ids.iter().map(EndToEndId::as_str).collect();
    format!("{instance} {}", ids.join(","))
}

/// Shows what other instances tell, and says so when something was missed.
async fn hear(pool: &PgPool, instance: &str, mut listener: PgListener, bulletin: &Bulletin) {
    let transfers = PostgresTransfers(pool.clone());
    loop {
        while let Ok(told) = told(&mut listener).await {
            let (teller, ids) = told.payload().split_once(' ').unwrap_or_default();
            if teller == instance || !bulletin.is_watched() {
                continue;
            }
            let ids = ids.split(',').map(str::parse).collect::<Result<Vec<EndToEndId>, _>>();
            match in_time(transfers.load(&ids.unwrap_or_default())).await {
                Ok(changed) if !changed.is_empty() => bulletin.show(changed.iter()),
                // Anything, what cannot be read, and what cannot be looked at.
                Ok(_) | Err(_) => bulletin.missed(),
            }
        }
        listener = self::listener(pool).await;
        bulletin.missed();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_ids_as_stand_in_one_word_are_less_than_the_database_takes() {
        let id: EndToEndId = "E1000000120261124003000000000001".parse().expect("an id");
        assert!(payload("0123456789abcdef", &[id; IDS_MAX]).len() < 8_000);
    }
}
