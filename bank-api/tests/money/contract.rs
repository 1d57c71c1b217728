//! The contract of the books: what a commit lets in, and what it leaves out without a trace.

use crate::{informed_books::whenever_it_was_read, samples::*, store_under_test::StoreUnderTest};
use bank_api::{
    application::Change,
    domain::{Decision, PinChange, PinState, Side, Status},
};
use engine::CommitError;
use engine::Outcome::*;

whenever_it_was_read!(
    a_change_of_a_stale_version_is_left_out_and_its_neighbours_stand,
    two_debits_of_one_account_in_one_batch_see_each_other,
    what_would_go_below_zero_is_left_out_whole,
    money_from_and_to_a_closed_account_is_left_out_but_a_refund_arrives,
    one_request_is_one_transfer_also_within_a_batch,
    the_pin_is_counted_only_from_where_it_stood,
    an_empty_batch_is_no_trouble,
);

async fn a_change_of_a_stale_version_is_left_out_and_its_neighbours_stand(bank: StoreUnderTest) {
    let (transfer, first) = sent(1, 1_000);
    assert_eq!(bank.commit(&[first.clone(), first.clone()]).await.unwrap(), [Committed, Stale]);
    assert_eq!(bank.commit(&[first]).await.unwrap(), [Stale], "it is there already");
    assert_eq!(bank.balance(ANA).await, OPENING - 1_000);

    let verdicts = [settled(&transfer, &confirmed()), settled(&transfer, &rejected()), sent(2, 500).1];
    assert_eq!(bank.commit(&verdicts).await.unwrap(), [Committed, Stale, Committed]);
    assert_eq!(bank.balance(ANA).await, OPENING - 1_500, "nothing is refunded that was settled");
    let transfer = bank.transfer(transfer.id, Side::Out).await.unwrap();
    assert_eq!((transfer.status, transfer.version), (Status::Completed, 2));
    assert_eq!(transfer.counterparty, Some(caio()));
}

async fn two_debits_of_one_account_in_one_batch_see_each_other(bank: StoreUnderTest) {
    let debits = [sent(1, 6_000).1, sent(2, 4_001).1, sent(3, 4_000).1, sent(4, 1).1];
    assert_eq!(bank.commit(&debits).await.unwrap(), [Committed, Stale, Committed, Stale]);
    assert_eq!(bank.balance(ANA).await, 0);
}

async fn what_would_go_below_zero_is_left_out_whole(bank: StoreUnderTest) {
    let batch = [sent(1, 9_000).1, sent(2, 2_000).1, received(3, 5_000, ANA), sent(4, 6_000).1];
    assert_eq!(bank.commit(&batch).await.unwrap(), [Committed, Stale, Committed, Committed]);
    assert_eq!(bank.balance(ANA).await, 0);
    assert_eq!(bank.transfer(order(2, 2_000).id, Side::Out).await, None);
}

async fn money_from_and_to_a_closed_account_is_left_out_but_a_refund_arrives(bank: StoreUnderTest) {
    let (transfer, first) = sent(1, 1_000);
    bank.commit(&[first]).await.unwrap();
    bank.close(ANA).await;
    let batch = [sent(2, 1).1, received(3, 1, ANA), settled(&transfer, &rejected()), received(4, 1, BIA)];
    assert_eq!(bank.commit(&batch).await.unwrap(), [Stale, Stale, Committed, Committed]);
    assert_eq!((bank.balance(ANA).await, bank.balance(BIA).await), (OPENING, OPENING + 1));
}

async fn one_request_is_one_transfer_also_within_a_batch(bank: StoreUnderTest) {
    let again = |number, cents| {
        let (_, mut change) = sent(number, cents);
        change.decision.transfers[0].idempotency.as_mut().unwrap().key = "once".into();
        change
    };
    let twice = bank.commit(&[again(1, 10), again(2, 10)]).await;
    assert!(matches!(twice, Err(CommitError::Conflict(_))), "{twice:?}");
    assert_eq!(bank.balance(ANA).await, OPENING, "a conflict leaves nothing behind");

    assert_eq!(bank.commit(&[again(1, 10)]).await.unwrap(), [Committed]);
    let second = bank.commit(&[again(2, 10)]).await;
    assert!(matches!(second, Err(CommitError::Conflict(_))), "{second:?}");
    assert_eq!(bank.balance(ANA).await, OPENING - 10);
}

async fn the_pin_is_counted_only_from_where_it_stood(bank: StoreUnderTest) {
    let failures = |failures| PinState { failures, locked_until: None };
    let count = |before, after| {
        let pin = PinChange { account: ANA, before: failures(before), after: failures(after) };
        Change { decision: Decision { pin: Some(pin), ..Decision::default() }, ..Change::default() }
    };
    let counted = bank.commit(&[count(0, 1), count(0, 1), count(1, 2)]).await.unwrap();
    assert_eq!(counted, [Committed, Stale, Committed]);
    assert_eq!(bank.account(ANA).await.pin.state, failures(2));
}

async fn an_empty_batch_is_no_trouble(bank: StoreUnderTest) {
    assert_eq!(bank.commit(&[]).await.unwrap(), []);
}
