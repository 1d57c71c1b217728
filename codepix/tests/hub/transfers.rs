//! The contract of the store of transfers.

use crate::{fixture::Fixture, samples::*};
use codepix::{
    application::{LOOKED_AT_MAX, TransferPage},
    domain::{Command, Status},
};
use engine::Outcome::{Committed, Stale};
use pix::Reason;

testing::on_both!(
    crate::fixture;
    every_state_is_read_as_it_was_written,
    a_stale_change_is_left_out_and_the_others_are_committed,
    all_steps_of_one_transfer_may_stand_in_one_batch,
    the_same_change_twice_in_a_batch_is_committed_once,
    an_id_is_registered_once,
    a_bank_pages_through_what_it_sends_newest_first,
    a_status_that_few_have_costs_no_more_than_one_that_all_have,
    hubs_that_race_for_one_transfer_change_it_once,
);

async fn every_state_is_read_as_it_was_written(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let rejected = after(Some(&pending(4)), &answered(4, Command::Reject(Reason::AccountClosed)), 1);
    let refunded = after(Some(&pending(5)), &answered(5, Command::Reject(Reason::Refused)), 1);
    let refunded = after(Some(&refunded), &reported(5, Command::Refund), 2);
    let malformed = after(None, &reported(6, Command::Malformed), 0);
    // The first version of each comes first, since a store takes no other for a new transfer.
    let firsts = (1..=5).map(|number| change(pending(number)));
    store.commit(&firsts.chain([change(malformed.clone())]).collect::<Vec<_>>()).await.unwrap();
    store.commit(&[change(confirmed(2)), change(confirmed(3)), change(rejected.clone())]).await.unwrap();
    let refusal = after(Some(&pending(5)), &answered(5, Command::Reject(Reason::Refused)), 1);
    store.commit(&[change(completed(3)), change(refusal), change(refunded.clone())]).await.unwrap();

    for expected in [pending(1), confirmed(2), completed(3), rejected, refunded, malformed] {
        assert_eq!(store.load(&[expected.id]).await.unwrap(), [expected]);
    }
    let (one, unknown) = (id(&ipe(), 1), id(&ipe(), 99));
    assert_eq!(
        store.load(&[one, unknown, one]).await.unwrap(),
        [pending(1)],
        "each once, unknown ones not at all"
    );
}

async fn a_stale_change_is_left_out_and_the_others_are_committed(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let batch = [change(pending(1)), change(confirmed(2)), change(pending(3))];
    assert_eq!(store.commit(&batch).await.unwrap(), [Committed, Stale, Committed], "2 is not registered");
    let batch = [change(completed(1)), change(confirmed(3)), change(pending(1))];
    assert_eq!(store.commit(&batch).await.unwrap(), [Stale, Committed, Stale]);
    assert_eq!(store.load(&[id(&ipe(), 1)]).await.unwrap(), [pending(1)]);
    assert_eq!(store.load(&[id(&ipe(), 2)]).await.unwrap(), []);
    assert_eq!(store.load(&[id(&ipe(), 3)]).await.unwrap(), [confirmed(3)]);
}

async fn all_steps_of_one_transfer_may_stand_in_one_batch(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let batch = [change(pending(1)), change(pending(2)), change(confirmed(1)), change(completed(1))];
    assert_eq!(store.commit(&batch).await.unwrap(), [Committed; 4]);
    assert_eq!(store.load(&[id(&ipe(), 1)]).await.unwrap(), [completed(1)]);
    let batch = [change(confirmed(2)), change(completed(2))];
    assert_eq!(store.commit(&batch).await.unwrap(), [Committed; 2]);
    assert_eq!(store.load(&[id(&ipe(), 2)]).await.unwrap(), [completed(2)]);
}

async fn the_same_change_twice_in_a_batch_is_committed_once(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let batch = [change(pending(1)), change(pending(1)), change(confirmed(1)), change(confirmed(1))];
    assert_eq!(store.commit(&batch).await.unwrap(), [Committed, Stale, Committed, Stale]);
    assert_eq!(store.load(&[id(&ipe(), 1)]).await.unwrap(), [confirmed(1)]);
}

async fn an_id_is_registered_once(fixture: Fixture) {
    let store = fixture.stores.transfers;
    assert_eq!(store.commit(&[change(pending(1))]).await.unwrap(), [Committed]);
    let mut other = pending(1);
    other.key = "eve@example.com".into();
    assert_eq!(store.commit(&[change(other)]).await.unwrap(), [Stale]);
    assert_eq!(store.load(&[id(&ipe(), 1)]).await.unwrap(), [pending(1)]);
}

async fn a_bank_pages_through_what_it_sends_newest_first(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let mut foreign = pending(9);
    foreign.id = id(&mare(), 9);
    let batch: Vec<_> = (1..=5).map(|number| change(pending(number))).chain([change(foreign)]).collect();
    store.commit(&batch).await.unwrap();
    store.commit(&[change(confirmed(2)), change(confirmed(4))]).await.unwrap();

    let page = TransferPage { origin: Some(ipe().ispb), limit: 3, ..TransferPage::default() };
    let numbers = async |page: &TransferPage| {
        let found = store.list(page).await.unwrap().transfers;
        found.into_iter().map(|transfer| transfer.id).collect::<Vec<_>>()
    };
    let ids = |numbers: &[u32]| numbers.iter().map(|&number| id(&ipe(), number)).collect::<Vec<_>>();
    assert_eq!(numbers(&page).await, ids(&[5, 4, 3]));
    let next = TransferPage { before: Some(id(&ipe(), 3)), ..page.clone() };
    assert_eq!(numbers(&next).await, ids(&[2, 1]));
    let confirmed = TransferPage { statuses: vec![Status::Confirmed], ..page.clone() };
    assert_eq!(numbers(&confirmed).await, ids(&[4, 2]));
    let foreign = TransferPage { before: Some(id(&mare(), 99)), ..page.clone() };
    assert_eq!(numbers(&foreign).await, ids(&[5, 4, 3]), "a cursor of another bank opens nothing of it");
    let all = TransferPage { origin: None, limit: 10, ..page };
    assert_eq!(numbers(&all).await.len(), 6);
}

async fn a_status_that_few_have_costs_no_more_than_one_that_all_have(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let most = u32::try_from(LOOKED_AT_MAX).unwrap();
    // The oldest is the only one of its status, just behind what one page looks at.
    let all: Vec<_> = (0..=most).map(|number| change(pending(number))).collect();
    store.commit(&all).await.unwrap();
    store.commit(&[change(confirmed(0))]).await.unwrap();

    let page = TransferPage {
        origin: Some(ipe().ispb),
        before: None,
        statuses: vec![Status::Confirmed, Status::Completed],
        limit: 10,
    };
    let first = store.list(&page).await.unwrap();
    assert_eq!(
        (first.transfers.len(), first.next_before),
        (0, Some(id(&ipe(), 1))),
        "there is more to look at"
    );
    let second = store.list(&TransferPage { before: first.next_before, ..page.clone() }).await.unwrap();
    assert_eq!((second.transfers, second.next_before), (vec![confirmed(0)], None));
    // A page that is full ends with what it shows.
    let full = TransferPage { statuses: vec![Status::Pending], ..page };
    let full = store.list(&full).await.unwrap();
    assert_eq!((full.transfers.len(), full.next_before), (10, Some(id(&ipe(), most - 9))));
}

async fn hubs_that_race_for_one_transfer_change_it_once(fixture: Fixture) {
    let store = fixture.stores.transfers;
    store.commit(&[change(pending(1))]).await.unwrap();
    let tries = (0..8).map(|_| async {
        // A store may also say that somebody was faster: then nothing was committed.
        store.commit(&[change(confirmed(1))]).await.unwrap_or_else(|_| vec![Stale])
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.into_iter().flatten().filter(|outcome| *outcome == Committed).count(), 1);
}
