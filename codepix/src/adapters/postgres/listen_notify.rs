//! Instances of one hub tell each other by PostgreSQL's LISTEN and NOTIFY which transfers they changed, so that a watcher
//! at one instance sees the commits of all: at most ten times a second.
//!
//! It is sent after the commit, not within it: PostgreSQL makes commits that notify wait for each other's disk, in all
//! databases of the cluster. If a notification may have been lost, watchers are told that they may have missed changes.

use super::PostgresTransfers;
use crate::application::{Instances, TransferFeed, TransferStore as _};
use anyhow::Context as _;
use async_trait::async_trait;
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
/// Stands in place of ids: any transfer may have changed.
const ANY: &str = "*";
/// Ids in one NOTIFY, whose payload has less than 8,000 bytes: the name of the instance, then 33 bytes an id.
const IDS_PER_NOTIFY: usize = 200;
/// Ids sent in one statement, at the most.
const IDS_PER_STATEMENT: usize = 4096;
/// After so long without a notification the connection is tested, and has [`ANSWER_MAX`] to answer.
const SILENCE_MAX: Duration = Duration::from_secs(10);
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// Whoever watches at another instance sees it so much later.
const GATHERED: Duration = Duration::from_millis(100);
/// The pause between two attempts.
const RETRY: Duration = Duration::from_secs(1);

/// The instances over one database. Each listens and notifies over connections of its own.
pub struct ListenNotify(pub PgPool);

#[async_trait]
impl Instances for ListenNotify {
    async fn link(&self, feed: TransferFeed, name: u64) {
        let (committed, instance) = (feed.committed(), format!("{name:016x}"));
        let pool = alone(&self.0);
        tokio::join!(notify(&pool, &instance, committed), listen(&pool, &instance, &feed));
    }
}

/// Connects, however long it takes.
async fn connect(pool: &PgPool) -> PgListener {
    loop {
        match try_connect(pool).await {
            Ok(listener) => return listener,
            // Whoever watches the database logs why it is away.
            Err(error) => tracing::debug!("cannot listen to other instances: {error}"),
        }
        sleep(RETRY).await;
    }
}

async fn try_connect(pool: &PgPool) -> anyhow::Result<PgListener> {
    let mut listener = PgListener::connect_with(&alone(pool)).await?;
    listener.eager_reconnect(false);
    timeout(ANSWER_MAX, listener.listen(CHANNEL)).await??;
    Ok(listener)
}

/// The next notification; an error when the connection is lost. A dead connection is as silent as an idle one, so it is
/// tested after a while.
async fn receive(listener: &mut PgListener) -> anyhow::Result<PgNotification> {
    loop {
        match timeout(SILENCE_MAX, listener.try_recv()).await {
            Ok(received) => return received?.context("the connection is gone"),
            Err(_) => {
                timeout(ANSWER_MAX, listener.execute("select")).await??;
            }
        }
    }
}

/// Notifies the other instances of what this one commits. The first notification says that anything may have changed:
/// before it died, this instance may not have notified of its last batch.
async fn notify(pool: &PgPool, instance: &str, mut committed: Receiver<Arc<[EndToEndId]>>) {
    let mut payloads = vec![format!("{instance} {ANY}")];
    loop {
        // A notification outlives no crash, so this commit need not wait for the disk.
        let notified = sqlx::query!(
            "select set_config('synchronous_commit', 'off', true)
             from unnest($2::text[]) as payload, pg_notify($1, payload)",
            CHANNEL,
            &payloads,
        );
        let notified = async { notified.fetch_all(pool).await.map_err(unavailable) };
        if let Err(error) = in_time(notified).await {
            tracing::debug!("other instances were not notified: {error}");
            payloads = vec![format!("{instance} {ANY}")];
            sleep(RETRY).await;
            continue;
        }
        sleep(GATHERED).await;
        payloads = match next(&mut committed).await {
            Some(ids) => ids.chunks(IDS_PER_NOTIFY).map(|ids| payload(instance, ids)).collect(),
            None => vec![format!("{instance} {ANY}")],
        };
    }
}

/// Waits for a commit and takes what has been committed since; None when there was more than the queue holds.
async fn next(committed: &mut Receiver<Arc<[EndToEndId]>>) -> Option<Vec<EndToEndId>> {
    let mut ids = match committed.recv().await {
        Ok(ids) => ids.to_vec(),
        Err(RecvError::Lagged(_)) => return None,
        // Nobody can commit any more.
        Err(RecvError::Closed) => std::future::pending().await,
    };
    while ids.len() < IDS_PER_STATEMENT {
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

/// Shows to the watchers here what other instances have changed, and tells them when they may have missed something.
async fn listen(pool: &PgPool, instance: &str, feed: &TransferFeed) {
    let transfers = PostgresTransfers(pool.clone());
    loop {
        let mut listener = connect(pool).await;
        // Watchers that are here already may have missed what other instances committed before.
        feed.missed();
        while let Ok(notification) = receive(&mut listener).await {
            let (sender, ids) = notification.payload().split_once(' ').unwrap_or_default();
            if sender == instance || !feed.is_watched() {
                continue;
            }
            let ids = ids.split(',').map(str::parse).collect::<Result<Vec<EndToEndId>, _>>();
            match in_time(transfers.load(&ids.unwrap_or_default())).await {
                Ok(changed) if !changed.is_empty() => feed.show(changed.iter()),
                // [`ANY`], a payload that cannot be read, or a store that is away.
                Ok(_) | Err(_) => feed.missed(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_payload_is_shorter_than_the_database_allows() {
        let id: EndToEndId = "E1000000120261124003000000000001".parse().expect("an id");
        assert!(payload("0123456789abcdef", &[id; IDS_PER_NOTIFY]).len() < 8_000);
    }
}
