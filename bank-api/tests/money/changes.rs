//! What changed for an account: nothing is missed, however long ago it began and whatever happened in between.

use crate::{
    bench::{Bench, on_database},
    samples::*,
};
use bank_api::{
    adapters::postgres::PostgresAccounts,
    application::{AccountStore, Changes, Told},
    domain::{Status, Transfer},
};
use pix::Timestamp;
use sqlx::PgPool;

/// Looks until there is no more; what was told, and the last look.
async fn look(pool: &PgPool, told: &mut Told) -> (Vec<Transfer>, Changes) {
    let store = PostgresAccounts(pool.clone());
    let mut transfers = Vec::new();
    loop {
        let changes = store.changes(ANA, told).await.unwrap();
        told.tell(&changes);
        transfers.extend(changes.transfers.clone());
        if !changes.more {
            return (transfers, changes);
        }
    }
}

async fn told(pool: &PgPool, since: Option<Timestamp>) -> Told {
    PostgresAccounts(pool.clone()).told(ANA, since).await.unwrap()
}

/// The account's past, moved back in time.
async fn an_hour_passes(pool: &PgPool) {
    for passed in [
        "update transfers set pending_at = pending_at - interval '1 hour', updated_at = updated_at - interval '1 hour'",
        "update postings set at = at - interval '1 hour'",
    ] {
        sqlx::query(passed).execute(pool).await.unwrap();
    }
}

async fn database_time(pool: &PgPool) -> Timestamp {
    let now: jiff_sqlx::Timestamp =
        sqlx::query_scalar("select clock_timestamp()").fetch_one(pool).await.unwrap();
    now.to_jiff()
}

#[tokio::test]
async fn each_change_is_told_once_while_somebody_looks_on() {
    on_database(async |pool| {
        let bench = Bench::postgres(&pool);
        let mut told = told(&pool, None).await;
        assert_eq!(look(&pool, &mut told).await.0, []);

        let (transfer, change) = sent(1, 100);
        bench.commit(&[change, received(2, 30, ANA), received(3, 1, BIA)]).await.unwrap();
        let (first, changes) = look(&pool, &mut told).await;
        assert_eq!(first.iter().map(|transfer| transfer.amount.get()).collect::<Vec<_>>(), [100, 30]);
        assert_eq!(changes.balance.get(), OPENING - 70);
        assert_eq!(look(&pool, &mut told).await.0, [], "nothing new");

        bench.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
        let (second, _) = look(&pool, &mut told).await;
        assert_eq!(second.iter().map(|transfer| transfer.status).collect::<Vec<_>>(), [Status::Completed]);
        assert_eq!(look(&pool, &mut told).await.0, []);
        assert_eq!(told.open.len(), 0, "what is settled can change no more");
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_waited_is_told_after_thousands_of_receipts() {
    on_database(async |pool| {
        let bench = Bench::postgres(&pool);
        let (waiting, change) = sent(1, 100);
        bench.commit(&[change]).await.unwrap();
        an_hour_passes(&pool).await;
        let (mut looking_on, left_at) = (told(&pool, None).await, database_time(&pool).await);
        assert_eq!(looking_on.open.iter().collect::<Vec<_>>(), [(&waiting.id, &1)]);
        assert_eq!(look(&pool, &mut looking_on).await.0, [], "how it stood was known before");

        let receipts: Vec<_> = (1..=1_500).map(|number| received(number, 1, ANA)).collect();
        bench.commit(&receipts).await.unwrap();
        bench.commit(&[settled(&waiting, &confirmed())]).await.unwrap();
        let mut back_again = told(&pool, Some(left_at)).await;
        for told in [&mut looking_on, &mut back_again] {
            let (transfers, changes) = look(&pool, told).await;
            assert_eq!(transfers.len(), 1_501, "three looks and nothing twice");
            let completed = transfers.iter().filter(|transfer| transfer.id == waiting.id).collect::<Vec<_>>();
            assert!(
                matches!(completed[..], [transfer] if transfer.status == Status::Completed),
                "{completed:?}"
            );
            assert_eq!(changes.balance.get(), OPENING + 1_400);
        }
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_finds_his_place_however_much_has_moved() {
    on_database(async |pool| {
        let bench = Bench::postgres(&pool);
        let mut places = vec![(database_time(&pool).await, 40)];
        for round in 0..40 {
            bench.commit(&[received(round, 1, ANA), received(100 + round, 1, BIA)]).await.unwrap();
            places.push((database_time(&pool).await, 39 - usize::try_from(round).unwrap()));
        }
        for (since, expected) in places {
            let mut told = told(&pool, Some(since)).await;
            assert_eq!(look(&pool, &mut told).await.0.len(), expected, "since {since}");
        }
        let mut from_the_beginning = told(&pool, Some(Timestamp::UNIX_EPOCH)).await;
        assert_eq!(look(&pool, &mut from_the_beginning).await.0.len(), 40);
        let mut far_ahead = told(&pool, Some("9999-12-30T00:00:00Z".parse().unwrap())).await;
        assert_eq!(look(&pool, &mut far_ahead).await.0, []);
    })
    .await;
}
