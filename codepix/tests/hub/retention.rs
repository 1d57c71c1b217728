//! Old transfers are deleted, and what is deleted is never forwarded again.

use crate::{fixture::Fixture, samples::*};
use codepix::{
    application::{Deleted, InstructionError, Retention, RouteTransfers, TransferStore},
    domain::{Command, Contradiction, Instruction, Status, Transfer},
};
use engine::process;
use pix::{EndToEndId, Reason, Timestamp};
use std::{sync::Arc, time::Duration};

testing::on_both!(
    crate::fixture;
    a_transfer_is_deleted_once_its_end_and_its_id_are_old_and_not_before,
    reports_about_a_deleted_transfer_change_nothing,
    an_order_as_old_as_what_was_deleted_is_rejected_once_and_never_forwarded,
    what_was_forgotten_stays_forgotten_when_more_is_kept,
    more_than_one_statement_deletes_is_deleted_in_several,
);

const DAY: Duration = Duration::from_hours(24);

fn days_ago(days: u32) -> Timestamp {
    engine::system_clock()() - DAY * days
}

/// An id that Ipê made `days` ago.
fn old_id(days: u32, number: u32) -> EndToEndId {
    EndToEndId::mint(ipe().ispb, days_ago(days), number.into())
}

/// By the clock that ids of today are made by.
async fn decider(fixture: &Fixture) -> RouteTransfers {
    RouteTransfers { clock: engine::system_clock(), ..fixture.route_transfers().await }
}

/// Registers transfers and completes them at `ended`.
async fn complete(store: &dyn TransferStore, ids: &[EndToEndId], ended: Timestamp) {
    let steps = [pending(1), confirmed(1), Transfer { completed_at: Some(ended), ..completed(1) }];
    let steps = ids.iter().flat_map(|id| steps.clone().map(|step| change(Transfer { id: *id, ..step })));
    store.commit(&steps.collect::<Vec<_>>()).await.unwrap();
}

async fn a_transfer_is_deleted_once_its_end_and_its_id_are_old_and_not_before(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let [gone, unfinished, just_ended, young] = [old_id(40, 1), old_id(40, 2), old_id(40, 3), old_id(1, 4)];
    complete(store.as_ref(), &[gone], days_ago(40)).await;
    store.commit(&[change(Transfer { id: unfinished, ..pending(1) })]).await.unwrap();
    complete(store.as_ref(), &[just_ended], days_ago(0)).await;
    complete(store.as_ref(), &[young], days_ago(1)).await;
    let all = [gone, unfinished, just_ended, young];

    assert_eq!(store.forget(DAY * 41).await, Ok(0));
    assert_eq!(store.load(&all).await.unwrap().len(), 4);
    assert_eq!(store.forget(DAY * 30).await, Ok(1));
    let left: Vec<_> = store.load(&all).await.unwrap().into_iter().map(|transfer| transfer.id).collect();
    assert!(!left.contains(&gone) && left.len() == 3, "{left:?}");
    let before = store.forgotten_before().await.unwrap();
    assert!(gone.minted_at_minute() < before && before <= days_ago(30), "{before}");
}

async fn reports_about_a_deleted_transfer_change_nothing(fixture: Fixture) {
    let (store, decider) = (Arc::clone(&fixture.stores.transfers), decider(&fixture).await);
    let gone = old_id(40, 1);
    complete(store.as_ref(), &[gone], days_ago(40)).await;
    store.forget(DAY * 30).await.unwrap();

    let forgotten = Err(InstructionError::Contradiction(Contradiction::Forgotten));
    let repeats = [
        Instruction { id: gone, ..answered(1, Command::Confirm(payee())) },
        Instruction { id: gone, ..reported(1, Command::Complete) },
    ];
    for processed in process(&decider, &repeats).await.whole().unwrap() {
        assert_eq!((processed.answer, processed.effects), (forgotten.clone(), Vec::new()));
    }
    assert_eq!(store.load(&[gone]).await.unwrap(), []);
    assert_eq!(fixture.questions.page("", 10).await.unwrap().messages, []);
}

async fn an_order_as_old_as_what_was_deleted_is_rejected_once_and_never_forwarded(fixture: Fixture) {
    let (store, decider) = (Arc::clone(&fixture.stores.transfers), decider(&fixture).await);
    store.forget(DAY * 30).await.unwrap();
    let (old, young) = (old_id(40, 1), old_id(1, 2));
    let request = |number, id| {
        let request = Command::Request(Box::new(order()));
        Instruction { id, ..reported(number, request) }
    };

    // Its bank was away for so long, and its payer still waits: both times it hears that the money goes back.
    let asked = process(&decider, &[request(1, old), request(1, old)]).await.whole().unwrap();
    for processed in &asked {
        let said: Vec<_> = processed.effects.iter().map(|message| message.kind.as_str()).collect();
        assert_eq!((processed.answer.clone(), said), (Ok(()), vec!["codepix.v1.TransferRejected"]));
    }
    let transfer = store.load(&[old]).await.unwrap().remove(0);
    assert_eq!((transfer.status, transfer.reason), (Status::Rejected, Some(Reason::Refused)));
    let refunded = Instruction { id: old, ..reported(1, Command::Refund) };
    assert_eq!(process(&decider, &[refunded]).await.whole().unwrap()[0].answer, Ok(()));
    assert_eq!(store.load(&[old]).await.unwrap()[0].status, Status::Refunded);

    assert_eq!(process(&decider, &[request(2, young)]).await.whole().unwrap()[0].answer, Ok(()));
    let young = store.load(&[young]).await.unwrap().remove(0);
    assert_eq!(young.reason, Some(Reason::UnknownKey), "it is routed as any order");
}

async fn what_was_forgotten_stays_forgotten_when_more_is_kept(fixture: Fixture) {
    let store = fixture.stores.transfers;
    store.forget(DAY * 30).await.unwrap();
    let before = store.forgotten_before().await.unwrap();
    store.forget(DAY * 365).await.unwrap();
    assert_eq!(store.forgotten_before().await.unwrap(), before);
}

async fn more_than_one_statement_deletes_is_deleted_in_several(fixture: Fixture) {
    let store = fixture.stores.transfers;
    let ids: Vec<_> = (0..1_200).map(|number| old_id(40, number)).collect();
    complete(store.as_ref(), &ids, days_ago(40)).await;
    let (directory, transfers) = (fixture.stores.directory, Arc::clone(&store));
    let retention = Retention { directory, transfers, key_requests_kept: DAY, transfers_kept: DAY * 30 };
    assert_eq!(retention.step().await, Ok(Deleted { key_requests: 0, transfers: 1_200 }));
    assert_eq!(retention.step().await, Ok(Deleted::default()));
}
