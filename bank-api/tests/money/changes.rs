//! What changed for an account: nothing is missed, however long ago it began and whatever happened in between.

use crate::{samples::*, store_under_test::StoreUnderTest};
use bank_api::{
    application::{Changes, Place, Seen},
    domain::{Status, Transfer},
};
use std::time::Duration;

testing::on_both!(
    crate::store_under_test;
    each_change_is_told_once_while_somebody_looks_on,
    a_payment_that_waited_is_told_after_thousands_of_receipts,
    who_comes_back_finds_his_place_however_much_has_moved,
    who_comes_back_is_told_of_payments_that_were_open_when_he_left_and_of_no_older_ones,
);

/// Looks until there is no more; what was told, and the last look.
async fn look(bank: &StoreUnderTest, seen: &mut Seen) -> (Vec<Transfer>, Changes) {
    let mut transfers = Vec::new();
    loop {
        let changes = bank.changes.changes(ANA, seen).await.unwrap();
        seen.add(&changes);
        transfers.extend(changes.transfers.clone());
        if !changes.more {
            return (transfers, changes);
        }
    }
}

async fn seen(bank: &StoreUnderTest, place: Option<Place>) -> Seen {
    bank.changes.seen(ANA, place).await.unwrap()
}

async fn each_change_is_told_once_while_somebody_looks_on(bank: StoreUnderTest) {
    let mut seen = seen(&bank, None).await;
    assert_eq!(look(&bank, &mut seen).await.0, []);

    let (transfer, change) = sent(1, 100);
    bank.commit(&[change, received(2, 30, ANA), received(3, 1, BIA)]).await.unwrap();
    let (first, changes) = look(&bank, &mut seen).await;
    assert_eq!(first.iter().map(|transfer| transfer.amount.get()).collect::<Vec<_>>(), [100, 30]);
    assert_eq!(changes.view.balance.get(), OPENING - 70);
    assert_eq!(look(&bank, &mut seen).await.0, [], "nothing new");

    bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
    let (second, _) = look(&bank, &mut seen).await;
    assert_eq!(second.iter().map(|transfer| transfer.status).collect::<Vec<_>>(), [Status::Completed]);
    assert_eq!(look(&bank, &mut seen).await.0, []);
    assert_eq!(seen.open.len(), 0, "what is settled can change no more");
}

async fn a_payment_that_waited_is_told_after_thousands_of_receipts(bank: StoreUnderTest) {
    let (waiting, change) = sent(1, 100);
    bank.commit(&[change]).await.unwrap();
    let mut looking_on = seen(&bank, None).await;
    let left_at = looking_on.place();
    assert_eq!(looking_on.open.keys().collect::<Vec<_>>(), [&waiting.id]);
    bank.the_clock_goes_back_an_hour().await;
    assert_eq!(look(&bank, &mut looking_on).await.0, [], "how it stood was known before");

    let receipts: Vec<_> = (1..=1_500).map(|number| received(number, 1, ANA)).collect();
    bank.commit(&receipts).await.unwrap();
    bank.commit(&[settled(&waiting, &confirmed())]).await.unwrap();
    let mut back_again = seen(&bank, Some(left_at)).await;
    for seen in [&mut looking_on, &mut back_again] {
        let (transfers, changes) = look(&bank, seen).await;
        assert_eq!(transfers.len(), 1_501, "three looks and nothing twice");
        let completed = transfers.iter().filter(|transfer| transfer.id == waiting.id).collect::<Vec<_>>();
        assert!(matches!(completed[..], [transfer] if transfer.status == Status::Completed), "{completed:?}");
        assert_eq!(changes.view.balance.get(), OPENING + 1_400);
    }
}

async fn who_comes_back_finds_his_place_however_much_has_moved(bank: StoreUnderTest) {
    let mut places = vec![(seen(&bank, None).await.place(), 40)];
    for round in 0..40 {
        bank.commit(&[received(round, 1, ANA), received(100 + round, 1, BIA)]).await.unwrap();
        places.push((seen(&bank, None).await.place(), 39 - usize::try_from(round).unwrap()));
        bank.the_clock_goes_back_an_hour().await;
    }
    for (place, expected) in places {
        let mut seen = seen(&bank, Some(place)).await;
        assert_eq!(look(&bank, &mut seen).await.0.len(), expected, "from {place}");
    }
    let mut far_ahead = seen(&bank, Some(Place { movement: i64::MAX, open_since: None })).await;
    assert_eq!(look(&bank, &mut far_ahead).await.0, []);
    bank.commit(&[received(200, 1, ANA)]).await.unwrap();
    assert_eq!(look(&bank, &mut far_ahead).await.0.len(), 1, "it was brought back to where all are");
}

async fn who_comes_back_is_told_of_payments_that_were_open_when_he_left_and_of_no_older_ones(
    bank: StoreUnderTest,
) {
    let (old, first) = sent(1, 1);
    bank.commit(&[first]).await.unwrap();
    bank.commit(&[settled(&old, &confirmed())]).await.unwrap();
    let (mut open, mut second) = sent(2, 2);
    open.pending_at += Duration::from_secs(1);
    second.decision.transfers = vec![open.clone()];
    bank.commit(&[second]).await.unwrap();
    let place = seen(&bank, None).await.place();
    for settled_meanwhile in [false, true] {
        let mut back = seen(&bank, Some(place)).await;
        let seen = look(&bank, &mut back).await.0;
        let expected = if settled_meanwhile { vec![Status::Completed] } else { vec![] };
        assert_eq!(seen.iter().map(|transfer| transfer.status).collect::<Vec<_>>(), expected);
        bank.commit(&[settled(&open, &confirmed())]).await.unwrap();
    }
}
