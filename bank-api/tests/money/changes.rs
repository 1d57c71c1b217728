//! What changed for an account: nothing is missed, however long ago it began and whatever happened in between.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::{
    adapters::postgres::PostgresAccounts,
    application::{ChangeStore, Changes, Place, Seen},
    domain::{Status, Transfer},
};
use sqlx::PgPool;

/// Looks until there is no more; what was told, and the last look.
async fn look(pool: &PgPool, seen: &mut Seen) -> (Vec<Transfer>, Changes) {
    let store = PostgresAccounts(pool.clone());
    let mut transfers = Vec::new();
    loop {
        let changes = store.changes(ANA, seen).await.unwrap();
        seen.add(&changes);
        transfers.extend(changes.transfers.clone());
        if !changes.more {
            return (transfers, changes);
        }
    }
}

async fn seen(pool: &PgPool, place: Option<Place>) -> Seen {
    PostgresAccounts(pool.clone()).seen(ANA, place).await.unwrap()
}

/// What was written so far is of a later time than what comes now.
async fn the_clock_goes_back_an_hour(pool: &PgPool) {
    for ahead in [
        "update transfers set updated_at = updated_at + interval '1 hour'",
        "update postings set at = at + interval '1 hour'",
    ] {
        sqlx::query(ahead).execute(pool).await.unwrap();
    }
}

#[tokio::test]
async fn each_change_is_told_once_while_somebody_looks_on() {
    on_database(async |pool| {
        let bank = StoreUnderTest::postgres(&pool);
        let mut seen = seen(&pool, None).await;
        assert_eq!(look(&pool, &mut seen).await.0, []);

        let (transfer, change) = sent(1, 100);
        bank.commit(&[change, received(2, 30, ANA), received(3, 1, BIA)]).await.unwrap();
        let (first, changes) = look(&pool, &mut seen).await;
        assert_eq!(first.iter().map(|transfer| transfer.amount.get()).collect::<Vec<_>>(), [100, 30]);
        assert_eq!(changes.view.balance.get(), OPENING - 70);
        assert_eq!(look(&pool, &mut seen).await.0, [], "nothing new");

        bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
        let (second, _) = look(&pool, &mut seen).await;
        assert_eq!(second.iter().map(|transfer| transfer.status).collect::<Vec<_>>(), [Status::Completed]);
        assert_eq!(look(&pool, &mut seen).await.0, []);
        assert_eq!(seen.open.len(), 0, "what is settled can change no more");
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_waited_is_told_after_thousands_of_receipts() {
    on_database(async |pool| {
        let bank = StoreUnderTest::postgres(&pool);
        let (waiting, change) = sent(1, 100);
        bank.commit(&[change]).await.unwrap();
        let mut looking_on = seen(&pool, None).await;
        let left_at = looking_on.place();
        assert_eq!(looking_on.open.keys().collect::<Vec<_>>(), [&waiting.id]);
        the_clock_goes_back_an_hour(&pool).await;
        assert_eq!(look(&pool, &mut looking_on).await.0, [], "how it stood was known before");

        let receipts: Vec<_> = (1..=1_500).map(|number| received(number, 1, ANA)).collect();
        bank.commit(&receipts).await.unwrap();
        bank.commit(&[settled(&waiting, &confirmed())]).await.unwrap();
        let mut back_again = seen(&pool, Some(left_at)).await;
        for seen in [&mut looking_on, &mut back_again] {
            let (transfers, changes) = look(&pool, seen).await;
            assert_eq!(transfers.len(), 1_501, "three looks and nothing twice");
            let completed = transfers.iter().filter(|transfer| transfer.id == waiting.id).collect::<Vec<_>>();
            assert!(
                matches!(completed[..], [transfer] if transfer.status == Status::Completed),
                "{completed:?}"
            );
            assert_eq!(changes.view.balance.get(), OPENING + 1_400);
        }
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_finds_his_place_however_much_has_moved() {
    on_database(async |pool| {
        let bank = StoreUnderTest::postgres(&pool);
        let mut places = vec![(seen(&pool, None).await.place(), 40)];
        for round in 0..40 {
            bank.commit(&[received(round, 1, ANA), received(100 + round, 1, BIA)]).await.unwrap();
            places.push((seen(&pool, None).await.place(), 39 - usize::try_from(round).unwrap()));
            the_clock_goes_back_an_hour(&pool).await;
        }
        for (place, expected) in places {
            let mut seen = seen(&pool, Some(place)).await;
            assert_eq!(look(&pool, &mut seen).await.0.len(), expected, "from {place}");
        }
        let mut far_ahead = seen(&pool, Some(Place { movement: i64::MAX, open_since: None })).await;
        assert_eq!(look(&pool, &mut far_ahead).await.0, []);
        bank.commit(&[received(200, 1, ANA)]).await.unwrap();
        assert_eq!(look(&pool, &mut far_ahead).await.0.len(), 1, "it was brought back to where all are");
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_is_told_of_payments_that_were_open_when_he_left_and_of_no_older_ones() {
    on_database(async |pool| {
        let bank = StoreUnderTest::postgres(&pool);
        let (old, first) = sent(1, 1);
        bank.commit(&[first]).await.unwrap();
        bank.commit(&[settled(&old, &confirmed())]).await.unwrap();
        let (open, second) = sent(2, 2);
        let later = |mut change: bank_api::application::Change| {
            change.decision.transfers[0].pending_at += std::time::Duration::from_secs(1);
            change
        };
        bank.commit(&[later(second)]).await.unwrap();
        let place = seen(&pool, None).await.place();
        for settled_meanwhile in [false, true] {
            let mut back = seen(&pool, Some(place)).await;
            let seen = look(&pool, &mut back).await.0;
            let expected = if settled_meanwhile { vec![Status::Completed] } else { vec![] };
            assert_eq!(seen.iter().map(|transfer| transfer.status).collect::<Vec<_>>(), expected);
            bank.commit(&[settled(&open, &confirmed())]).await.unwrap();
        }
    })
    .await;
}
