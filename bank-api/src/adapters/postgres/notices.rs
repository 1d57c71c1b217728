//! Notices between the instances of one bank, by the database that they share.

use crate::{
    application::{Changed, Notices},
    domain::AccountId,
};
use async_trait::async_trait;
use engine::Unavailable;
use outbox::postgres::{alone, unavailable};
use sqlx::{Executor as _, PgPool, postgres::PgListener};
use std::{collections::BTreeSet, time::Duration};
use tokio::time::timeout;

const CHANNEL: &str = "accounts_changed";
/// What PostgreSQL takes is below 8,000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7_999;
/// Instead of a list that would be longer.
const ALL: &str = "*";
/// After so long a silence it is asked whether anybody is there, who has so long to say so.
const SILENCE_MAX: Duration = Duration::from_secs(10);
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// NOTIFY and LISTEN.
///
/// It is notified after the commit, not within it: PostgreSQL lets commits that notify wait for each other's disk, in all
/// databases of the cluster. For the same reason a notice does not wait for the disk itself. Who dies between the two
/// leaves other instances to their next look.
pub struct PostgresNotices(pub PgPool);

#[async_trait]
impl Notices for PostgresNotices {
    async fn notify(&self, accounts: &BTreeSet<AccountId>) -> Result<(), Unavailable> {
        let notified = sqlx::query!(
            "select set_config('synchronous_commit', 'off', true) from pg_notify($1, $2)",
            CHANNEL,
            payload(accounts),
        );
        notified.fetch_one(&self.0).await.map_err(unavailable).map(drop)
    }

    async fn listen(&self, changed: &Changed) -> Result<(), Unavailable> {
        listen(&self.0, changed).await.map_err(|error| Unavailable(error.to_string()))
    }
}

async fn listen(pool: &PgPool, changed: &Changed) -> anyhow::Result<()> {
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
