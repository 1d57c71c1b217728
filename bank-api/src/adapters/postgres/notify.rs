//! The instances of one bank tell each other which accounts changed: at most one NOTIFY a batch.

use crate::domain::AccountId;
use engine::in_time;
use outbox::postgres::{alone, unavailable};
use sqlx::{Executor as _, PgPool, postgres::PgListener};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::{
    sync::{broadcast::Sender, mpsc::UnboundedReceiver},
    time::{sleep, timeout},
};

const CHANNEL: &str = "accounts_changed";
/// What PostgreSQL takes is below 8,000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7_999;
/// Instead of a list that would be longer.
const ALL: &str = "*";
/// Batches told together, at the most.
const NEWS_MAX: usize = 1024;
/// After so long a silence it is asked whether anybody is there, who has so long to say so.
const SILENCE_MAX: Duration = Duration::from_secs(10);
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// The pause between two attempts to listen.
const RETRY: Duration = Duration::from_secs(1);

/// Tells the other instances which accounts changed, for ever: all that has come while the last NOTIFY was sent.
///
/// It is sent after the commit, not within it: PostgreSQL lets commits that notify wait for each other's disk, in all
/// databases of the cluster. For the same reason this word does not wait for the disk itself. Who dies between the two
/// leaves other instances to their next look.
pub async fn tell(pool: PgPool, mut changed: UnboundedReceiver<Vec<AccountId>>) -> anyhow::Result<()> {
    let mut news = Vec::new();
    while changed.recv_many(&mut news, NEWS_MAX).await > 0 {
        let accounts = news.drain(..).flatten().collect();
        let told = sqlx::query!(
            "select set_config('synchronous_commit', 'off', true) from pg_notify($1, $2)",
            CHANNEL,
            payload(&accounts),
        );
        let told = async { told.fetch_one(&pool).await.map_err(unavailable) };
        if let Err(error) = in_time(told).await {
            tracing::debug!("other instances were not told: {error}");
        }
    }
    Ok(())
}

/// Passes on what any instance tells, for ever. An empty list means that perhaps all have changed: so it is after each
/// time nobody listened.
pub async fn listen(pool: PgPool, changed: Sender<Arc<[AccountId]>>) -> anyhow::Result<()> {
    loop {
        // Why it ended is for whoever watches the database; here it only means to begin again.
        if let Err(error) = listen_once(&pool, &changed).await {
            tracing::debug!("nobody tells which accounts change: {error}");
        }
        sleep(RETRY).await;
    }
}

async fn listen_once(pool: &PgPool, changed: &Sender<Arc<[AccountId]>>) -> anyhow::Result<()> {
    let mut listener = PgListener::connect_with(&alone(pool)).await?;
    listener.eager_reconnect(false);
    timeout(ANSWER_MAX, listener.listen(CHANNEL)).await??;
    // Nobody watching is no error.
    let pass_on = |accounts: Vec<AccountId>| drop(changed.send(accounts.into()));
    pass_on(Vec::new());
    loop {
        match timeout(SILENCE_MAX, listener.try_recv()).await {
            Ok(told) => match told? {
                Some(told) => pass_on(accounts(told.payload())),
                None => return Ok(()),
            },
            // Nothing to tell and nobody there sound the same.
            Err(_) => {
                timeout(ANSWER_MAX, listener.execute("select")).await??;
            }
        }
    }
}

fn payload(accounts: &BTreeSet<AccountId>) -> String {
    let list = accounts.iter().map(AccountId::to_string).collect::<Vec<_>>().join(",");
    if list.len() <= PAYLOAD_BYTES_MAX { list } else { ALL.to_owned() }
}

/// Empty for all of them, and for what cannot be read.
fn accounts(payload: &str) -> Vec<AccountId> {
    payload.split(',').map(str::parse).collect::<Result<_, _>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_long_means_all() {
        let some = |count| (0..count).map(|number| AccountId(100_001 + number)).collect::<BTreeSet<_>>();
        assert_eq!(payload(&some(2)), "100001,100002");
        assert_eq!(accounts("100001,100002"), [AccountId(100_001), AccountId(100_002)]);
        // Seven bytes each, the last without its comma.
        assert_eq!(payload(&some(1142)).len(), 7_993);
        assert_eq!(payload(&some(1143)), ALL);
        assert_eq!(accounts(ALL), []);
    }
}
