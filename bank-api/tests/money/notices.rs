//! The instances of one bank notify each other which accounts changed, also after their database went away and came back.

use crate::{samples::*, store_under_test::on_database};
use bank_api::{
    adapters::{memory::MemoryNotices, postgres::PostgresNotices},
    application::{Notices, listen_to_others, notify_others},
    domain::AccountId,
};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{
        broadcast::{self, Receiver},
        mpsc::{self, UnboundedSender},
    },
    time::timeout,
};

testing::on_both!(crate::notices; another_instance_hears_which_accounts_changed_each_once);

pub async fn on_memory(story: impl AsyncFnOnce(Arc<dyn Notices>)) {
    story(Arc::new(MemoryNotices::default())).await;
}

pub async fn on_postgres(story: impl AsyncFnOnce(Arc<dyn Notices>)) {
    on_database(async |pool: PgPool| story(Arc::new(PostgresNotices(pool))).await).await;
}

/// What another instance hears.
fn other_instance(notices: &Arc<dyn Notices>) -> Receiver<Arc<[AccountId]>> {
    let (changed, heard) = broadcast::channel(64);
    tokio::spawn(listen_to_others(Arc::clone(notices), changed));
    heard
}

/// Where this instance says what it changed.
fn this_instance(notices: &Arc<dyn Notices>) -> UnboundedSender<Vec<AccountId>> {
    let (news, changed) = mpsc::unbounded_channel();
    tokio::spawn(notify_others(Arc::clone(notices), changed));
    news
}

async fn hear(heard: &mut Receiver<Arc<[AccountId]>>) -> Vec<AccountId> {
    timeout(Duration::from_secs(10), heard.recv()).await.expect("a notice comes").unwrap().to_vec()
}

async fn another_instance_hears_which_accounts_changed_each_once(notices: Arc<dyn Notices>) {
    let (news, mut heard) = (this_instance(&notices), other_instance(&notices));
    assert_eq!(hear(&mut heard).await, [], "at first, perhaps all have changed");
    news.send(vec![BIA, ANA, BIA]).unwrap();
    assert_eq!(hear(&mut heard).await, [ANA, BIA]);
    news.send(vec![BIA]).unwrap();
    assert_eq!(hear(&mut heard).await, [BIA]);
}

#[tokio::test]
async fn more_accounts_than_a_notice_can_name_are_perhaps_all() {
    on_postgres(async |notices: Arc<dyn Notices>| {
        let (news, mut heard) = (this_instance(&notices), other_instance(&notices));
        assert_eq!(hear(&mut heard).await, []);
        news.send((100_001..=110_000).map(AccountId).collect()).unwrap();
        assert_eq!(hear(&mut heard).await, [], "too many to name");
    })
    .await;
}

#[tokio::test]
async fn after_a_broken_connection_perhaps_all_have_changed() {
    on_database(async |pool: PgPool| {
        let notices: Arc<dyn Notices> = Arc::new(PostgresNotices(pool.clone()));
        let (news, mut heard) = (this_instance(&notices), other_instance(&notices));
        assert_eq!(hear(&mut heard).await, []);
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()";
        sqlx::query(cut).execute(&pool).await.unwrap();
        assert_eq!(hear(&mut heard).await, [], "it listens again");
        news.send(vec![BIA]).unwrap();
        assert_eq!(hear(&mut heard).await, [BIA]);
    })
    .await;
}
