//! The instances of one bank tell each other which accounts changed, also after their database went away and came back.

use crate::{samples::*, store_under_test::on_database};
use bank_api::{adapters::postgres, domain::AccountId};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{
        broadcast::{self, Receiver},
        mpsc::{self, UnboundedSender},
    },
    time::timeout,
};

/// How another instance hears.
fn other_instance(pool: &PgPool) -> Receiver<Arc<[AccountId]>> {
    let (changed, heard) = broadcast::channel(64);
    tokio::spawn(postgres::listen(pool.clone(), changed));
    heard
}

/// How this instance tells.
fn this_instance(pool: &PgPool) -> UnboundedSender<Vec<AccountId>> {
    let (news, changed) = mpsc::unbounded_channel();
    tokio::spawn(postgres::tell(pool.clone(), changed));
    news
}

async fn hear(heard: &mut Receiver<Arc<[AccountId]>>) -> Vec<AccountId> {
    timeout(Duration::from_secs(10), heard.recv()).await.expect("something is told").unwrap().to_vec()
}

#[tokio::test]
async fn another_instance_hears_which_accounts_changed_each_once() {
    on_database(async |pool| {
        let (news, mut heard) = (this_instance(&pool), other_instance(&pool));
        assert_eq!(hear(&mut heard).await, [], "at first, perhaps all have changed");
        news.send(vec![BIA, ANA, BIA]).unwrap();
        assert_eq!(hear(&mut heard).await, [ANA, BIA]);
        news.send((100_001..=110_000).map(AccountId).collect()).unwrap();
        assert_eq!(hear(&mut heard).await, [], "too many to name");
        news.send(vec![BIA]).unwrap();
        assert_eq!(hear(&mut heard).await, [BIA]);
    })
    .await;
}

#[tokio::test]
async fn after_a_broken_connection_perhaps_all_have_changed() {
    on_database(async |pool| {
        let (news, mut heard) = (this_instance(&pool), other_instance(&pool));
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
