//! Two instances of the hub over one database: a watcher hears of what either of them commits.

use crate::{
    fixture::{Fixture, on_postgres},
    samples::*,
    test_hub::{TestHub, soon},
};
use codepix::{
    adapters::postgres::{self, ListenNotify},
    application::Instances as _,
    domain::KeyLimits,
};
use codepix_proto::v1::{TransferStatus, WatchTransfersRequest, WatchTransfersResponse};
use futures::FutureExt as _;
use sqlx::PgPool;
use tokio::task::AbortHandle;
use tonic::{Code, Streaming};

/// An instance, and what tells it and others of their commits.
struct Instance {
    hub: TestHub,
    notify: AbortHandle,
}

impl Instance {
    async fn start(database: &PgPool, name: u64) -> Self {
        let hub = TestHub::over(postgres::stores(database), KeyLimits::default()).await;
        let (instances, feed) = (ListenNotify(database.clone()), hub.app.feed.clone());
        let notify = tokio::spawn(async move { instances.link(feed, name).await });
        Self { hub, notify: notify.abort_handle() }
    }

    async fn watch(&self) -> Streaming<WatchTransfersResponse> {
        self.hub.transfers(IPE_TOKEN).watch_transfers(WatchTransfersRequest {}).await.unwrap().into_inner()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.notify.abort();
    }
}

/// Watches at `here`, beginning once nobody who has just started tells that something may have been missed. Transfers
/// from `number` on are used for that, at `there`.
async fn watch_settled(
    here: &Instance,
    there: &Instance,
    mut number: u32,
) -> Streaming<WatchTransfersResponse> {
    loop {
        let mut stream = here.watch().await;
        number += 1;
        there.hub.intake.messages(vec![requested(number)]).await.unwrap();
        loop {
            match soon(stream.message()).await {
                Ok(seen) if shown(&seen) == id(&ipe(), number).to_string() => return stream,
                // The word of the last round, which came late.
                Ok(_) => {}
                Err(status) => {
                    assert_eq!(status.code(), Code::Aborted);
                    break;
                }
            }
        }
    }
}

fn shown(seen: &Option<WatchTransfersResponse>) -> String {
    seen.as_ref().unwrap().transfer.as_ref().unwrap().end_to_end_id.clone()
}

#[tokio::test]
async fn a_watcher_hears_of_what_the_other_instance_commits_once_and_in_its_present_state() {
    on_postgres(async |fixture: Fixture| {
        let database = fixture.database.unwrap();
        let (here, there) = (Instance::start(&database, 1).await, Instance::start(&database, 2).await);
        let mut sees = watch_settled(&here, &there, 1000).await;
        // More than fit into one word between the instances; none of these keys is anybody's.
        let many: Vec<_> = (1..=500).map(requested).collect();
        there.hub.intake.messages(many).await.unwrap();
        here.hub.intake.messages(vec![requested(501)]).await.unwrap();
        let mut seen = Vec::new();
        for _ in 1..=501 {
            let transfer = soon(sees.message()).await.unwrap().unwrap().transfer.unwrap();
            assert_eq!(transfer.status(), TransferStatus::Rejected);
            seen.push(transfer.end_to_end_id);
        }
        seen.sort();
        let expected: Vec<_> = (1..=501).map(|number| id(&ipe(), number).to_string()).collect();
        assert_eq!(seen, expected);
        assert!(sees.message().now_or_never().is_none(), "its own changes are not told twice");
    })
    .await;
}

#[tokio::test]
async fn an_instance_that_starts_again_tells_watchers_that_it_may_not_have_told_its_last() {
    on_postgres(async |fixture: Fixture| {
        let database = fixture.database.unwrap();
        let (here, there) = (Instance::start(&database, 1).await, Instance::start(&database, 2).await);
        let mut sees = watch_settled(&here, &there, 1000).await;
        drop(there);
        let _again = Instance::start(&database, 3).await;
        let told = soon(sees.message()).await.unwrap_err();
        assert_eq!(told.code(), Code::Aborted);
        assert!(told.message().contains("list the transfers and watch again"), "{}", told.message());
    })
    .await;
}

#[tokio::test]
async fn a_watcher_is_told_when_the_word_of_others_was_not_heard_for_a_while() {
    on_postgres(async |fixture: Fixture| {
        let database = fixture.database.unwrap();
        let (here, there) = (Instance::start(&database, 1).await, Instance::start(&database, 2).await);
        let mut sees = watch_settled(&here, &there, 1000).await;
        sqlx::query(
            "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%'",
        )
        .execute(&database)
        .await
        .unwrap();
        assert_eq!(soon(sees.message()).await.unwrap_err().code(), Code::Aborted);
        watch_settled(&here, &there, 2000).await;
    })
    .await;
}
