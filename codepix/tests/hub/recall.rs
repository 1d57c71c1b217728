//! What one hub remembers, while another one, or the directory, changes it.

use crate::{fixture::Fixture, samples::*};
use codepix::{
    application::{DirectoryChange, RouteTransfers},
    domain::{Command, Entry, Instruction, Status},
};
use engine::process;
use outbox::Message;
use pix::Reason;

testing::on_both!(
    crate::fixture;
    a_key_that_moved_is_forwarded_to_its_new_owner,
    a_key_that_is_gone_is_nobodys,
    a_key_that_somebody_registered_is_found,
    a_transfer_that_another_hub_took_on_goes_on_from_there,
    a_request_is_a_repeat_also_where_another_hub_ended_it,
);

const KEY: &str = "maria@example.com";

/// What is said, and to whom.
async fn takes(hub: &RouteTransfers, instruction: Instruction) -> Vec<(String, String)> {
    let processed = process(hub, &[instruction]).await.whole().unwrap().remove(0);
    assert_eq!(processed.answer, Ok(()));
    let said =
        |Message { topic, kind, .. }| (topic, kind.trim_start_matches("codepix.v1.Transfer").to_owned());
    processed.effects.into_iter().map(said).collect()
}

fn says(topic: &str, kind: &str) -> Vec<(String, String)> {
    vec![(topic.to_owned(), kind.to_owned())]
}

async fn changes(fixture: &Fixture, changes: &[DirectoryChange]) {
    let outcomes = fixture.stores.directory.commit(changes).await.unwrap();
    assert!(outcomes.iter().all(|outcome| *outcome == engine::Outcome::Committed), "{outcomes:?}");
}

fn add(entry: &Entry) -> DirectoryChange {
    DirectoryChange::Add { entry: entry.clone(), count: 0 }
}

async fn status(fixture: &Fixture, number: u32) -> (Status, Option<Reason>) {
    let stored = fixture.stores.transfers.load(&[id(&ipe(), number)]).await.unwrap().remove(0);
    (stored.status, stored.reason)
}

async fn a_key_that_moved_is_forwarded_to_its_new_owner(fixture: Fixture) {
    let hub = fixture.route_transfers().await;
    let (first, moved) = (entry(1, KEY, "88"), Entry { bank: ipe().ispb, ..entry(2, KEY, "99") });
    changes(&fixture, &[add(&first)]).await;
    assert_eq!(takes(&hub, requested(1)).await, says(&to_mare(), "Forwarded"));
    assert_eq!(takes(&hub, requested(2)).await, says(&to_mare(), "Forwarded"), "it is remembered");
    changes(&fixture, &[DirectoryChange::Remove(first)]).await;
    changes(&fixture, &[add(&moved)]).await;
    assert_eq!(takes(&hub, requested(3)).await, says(&to_ipe(), "Forwarded"));
}

async fn a_key_that_is_gone_is_nobodys(fixture: Fixture) {
    let hub = fixture.route_transfers().await;
    let first = entry(1, KEY, "88");
    changes(&fixture, &[add(&first)]).await;
    takes(&hub, requested(1)).await;
    changes(&fixture, &[DirectoryChange::Remove(first)]).await;
    assert_eq!(takes(&hub, requested(2)).await, says(&to_ipe(), "Rejected"));
    assert_eq!(status(&fixture, 2).await, (Status::Rejected, Some(Reason::UnknownKey)));
}

async fn a_key_that_somebody_registered_is_found(fixture: Fixture) {
    let hub = fixture.route_transfers().await;
    assert_eq!(takes(&hub, requested(1)).await, says(&to_ipe(), "Rejected"));
    changes(&fixture, &[add(&entry(1, KEY, "88"))]).await;
    assert_eq!(takes(&hub, requested(2)).await, says(&to_mare(), "Forwarded"));
}

async fn a_transfer_that_another_hub_took_on_goes_on_from_there(fixture: Fixture) {
    let (here, there) = (fixture.route_transfers().await, fixture.route_transfers().await);
    changes(&fixture, &[add(&entry(1, KEY, "88"))]).await;
    takes(&here, requested(1)).await;
    let confirmation = || answered(1, Command::Confirm(payee()));
    assert_eq!(takes(&there, confirmation()).await, says(&to_ipe(), "Confirmed"));
    assert_eq!(takes(&here, confirmation()).await, [], "it was answered there");
    assert_eq!(takes(&here, reported(1, Command::Complete)).await, []);
    assert_eq!(status(&fixture, 1).await, (Status::Completed, None));
    assert_eq!(takes(&there, reported(1, Command::Complete)).await, [], "it is reported again");
}

async fn a_request_is_a_repeat_also_where_another_hub_ended_it(fixture: Fixture) {
    let (here, there) = (fixture.route_transfers().await, fixture.route_transfers().await);
    changes(&fixture, &[add(&entry(1, KEY, "88"))]).await;
    takes(&there, requested(1)).await;
    assert_eq!(takes(&here, requested(1)).await, [], "its verdict is not there");
    takes(&there, answered(1, Command::Reject(Reason::AccountClosed))).await;
    assert_eq!(takes(&here, requested(1)).await, says(&to_ipe(), "Rejected"));
    takes(&there, reported(1, Command::Refund)).await;
    assert_eq!(takes(&here, requested(1)).await, says(&to_ipe(), "Rejected"), "the same verdict");
    assert_eq!(status(&fixture, 1).await, (Status::Refunded, Some(Reason::AccountClosed)));
}
