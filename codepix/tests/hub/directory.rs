//! The contract of the key directory's store, and of the rules on top of it when several hubs race.

use crate::{
    fixture::{Fixture, on_postgres},
    samples::*,
};
use codepix::{
    application::{DirectoryChange, DirectoryStore, KeepKeys, KeyAnswer, KeyCommand, KeyOutcome, KeyRefusal},
    domain::{DirectoryRefusal, Entry, Past, Registration, Removal},
};
use engine::Outcome::{Committed, Stale};
use engine::process;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

testing::on_both!(
    crate::fixture;
    an_entry_is_read_as_it_was_written,
    a_change_that_rests_on_something_outdated_is_left_out,
    a_bank_lists_its_own_keys_in_order,
    a_request_is_remembered_beyond_the_removal,
    of_racing_registrations_one_gets_the_key,
    racing_registrations_do_not_exceed_the_account_s_limit,
    a_batch_sees_its_own_registrations_and_removals,
    batches_that_cross_each_other_end_with_one_owner_of_each_key,
    a_request_is_forgotten_once_its_key_is_gone_for_long_and_not_before,
);

fn add(entry: Entry, count: i64) -> DirectoryChange {
    DirectoryChange::Add { entry, count }
}

fn register(request: u128, key: &str, number: &str) -> KeyCommand {
    KeyCommand::Register(registration(request, key, number))
}

fn remove(entry_id: u128, key: &str) -> KeyCommand {
    let Registration { key, account, .. } = registration(entry_id, key, "88");
    KeyCommand::Remove(Removal { bank: account.bank, key, entry_id: Uuid::from_u128(entry_id) })
}

fn decider(directory: &Arc<dyn DirectoryStore>) -> KeepKeys {
    KeepKeys { directory: Arc::clone(directory), clock: Arc::new(|| at(0)) }
}

async fn keep(directory: &Arc<dyn DirectoryStore>, command: KeyCommand) -> KeyAnswer {
    process(&decider(directory), &[command]).await.whole().unwrap().remove(0).answer
}

/// The entry of a registration that must have succeeded.
fn registered(answer: KeyAnswer) -> Entry {
    match answer {
        Ok(KeyOutcome::Registered(entry)) => entry,
        other => panic!("{other:?}"),
    }
}

fn refused(refusal: DirectoryRefusal) -> KeyAnswer {
    Err(KeyRefusal::Rule(refusal))
}

async fn an_entry_is_read_as_it_was_written(fixture: Fixture) {
    let store = fixture.stores.directory;
    let entries = [
        entry(1, "maria@example.com", "88"),
        entry(2, "+5511987654321", "88"),
        entry(3, PERSON, "88"),
        entry(4, COMPANY, "88"),
        entry(5, "123e4567-e89b-42d3-a456-426614174000", "88"),
    ];
    let changes: Vec<_> = entries.iter().zip(0..).map(|(entry, count)| add(entry.clone(), count)).collect();
    assert_eq!(store.commit(&changes).await.unwrap(), [Committed; 5]);
    for entry in entries {
        assert_eq!(store.find(&[entry.key.to_string()]).await.unwrap(), [entry]);
    }
    assert_eq!(store.find(&["nobody@example.com".into()]).await.unwrap(), []);
}

async fn a_change_that_rests_on_something_outdated_is_left_out(fixture: Fixture) {
    let store = fixture.stores.directory;
    let maria = entry(1, "maria@example.com", "88");
    let taken = entry(2, "maria@example.com", "99");
    let miscounted = entry(3, "ana@example.com", "88");
    let reused = entry(1, "bia@example.com", "77");
    let changes = [add(maria.clone(), 0), add(taken, 0), add(miscounted, 0), add(reused, 0)];
    assert_eq!(store.commit(&changes).await.unwrap(), [Committed, Stale, Stale, Stale]);

    let never_registered = entry(9, "maria@example.com", "88");
    let changes = [
        DirectoryChange::Remove(never_registered),
        DirectoryChange::Remove(maria.clone()),
        DirectoryChange::Remove(maria.clone()),
        add(maria, 0),
    ];
    let expected = [Stale, Committed, Stale, Stale];
    assert_eq!(store.commit(&changes).await.unwrap(), expected, "a request id is never used again");
    assert_eq!(store.find(&["maria@example.com".into()]).await.unwrap(), []);
}

async fn a_bank_lists_its_own_keys_in_order(fixture: Fixture) {
    let store = fixture.stores.directory;
    let mut foreign = entry(9, "zoe@example.com", "88");
    foreign.bank = ipe().ispb;
    let [a, b, c] = ["a@example.com", "b@example.com", "c@example.com"].map(|key| (key, "88"));
    let entries =
        [(c, 0), (a, 1), (b, 2)].map(|((key, number), count)| (entry(count + 1, key, number), count));
    let changes = entries.into_iter().map(|(entry, count)| add(entry, i64::try_from(count).unwrap()));
    store.commit(&changes.chain([add(foreign, 0)]).collect::<Vec<_>>()).await.unwrap();

    let keys = async |after: &str, limit| {
        let found = store.list(mare().ispb, after, limit).await.unwrap();
        found.into_iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys("", 10).await, ["a@example.com", "b@example.com", "c@example.com"]);
    assert_eq!(keys("", 2).await, ["a@example.com", "b@example.com"]);
    assert_eq!(keys("b@example.com", 2).await, ["c@example.com"]);
}

async fn a_request_is_remembered_beyond_the_removal(fixture: Fixture) {
    let store = fixture.stores.directory;
    let first = entry(1, "maria@example.com", "88");
    store.commit(&[add(first.clone(), 0), DirectoryChange::Remove(first.clone())]).await.unwrap();
    let state = store.load(&[], &[first.entry_id], &[account("88")]).await.unwrap();
    assert_eq!(state.requests, [(first.entry_id, Past { account: account("88"), key: first.key.clone() })]);
    assert_eq!(state.entries, []);
    assert_eq!(state.counts.into_iter().map(|(_, count)| count).sum::<i64>(), 0);

    let late = keep(&store, register(1, "maria@example.com", "88")).await;
    assert_eq!(late, refused(DirectoryRefusal::Removed));
    let anew = registered(keep(&store, register(2, "maria@example.com", "88")).await);
    assert_eq!(anew.entry_id, Uuid::from_u128(2));
    assert_eq!(
        keep(&store, remove(1, "maria@example.com")).await,
        Ok(KeyOutcome::Removed),
        "an old removal is a success"
    );
    assert_eq!(store.find(&["maria@example.com".into()]).await.unwrap(), [anew], "and spares the new entry");
}

async fn of_racing_registrations_one_gets_the_key(fixture: Fixture) {
    let store = fixture.stores.directory;
    let races = (1..=8).map(|n| keep(&store, register(n, "maria@example.com", &format!("{n}"))));
    let answers = futures::future::join_all(races).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let taken = answers.iter().filter(|a| **a == refused(DirectoryRefusal::Taken(mare().ispb))).count();
    assert_eq!((won, taken), (1, 7));
}

async fn racing_registrations_do_not_exceed_the_account_s_limit(fixture: Fixture) {
    let store = fixture.stores.directory;
    let races = (1..=8).map(|n| keep(&store, register(n, &format!("maria{n}@example.com"), "88")));
    let answers = futures::future::join_all(races).await;
    let full = answers.iter().filter(|a| **a == refused(DirectoryRefusal::TooMany(5))).count();
    assert_eq!((answers.iter().filter(|answer| answer.is_ok()).count(), full), (5, 3));
    assert_eq!(store.list(mare().ispb, "", 10).await.unwrap().len(), 5);
}

async fn a_batch_sees_its_own_registrations_and_removals(fixture: Fixture) {
    let store = fixture.stores.directory;
    let commands = [
        register(1, "maria@example.com", "88"),
        register(1, "maria@example.com", "88"),
        register(2, "maria@example.com", "99"),
        remove(1, "maria@example.com"),
        register(3, "maria@example.com", "99"),
        register(1, "maria@example.com", "88"),
    ];
    let settled = process(&decider(&store), &commands).await.whole().unwrap();
    let answers: Vec<_> = settled.into_iter().map(|processed| processed.answer).collect();
    let first = entry(1, "maria@example.com", "88");
    let third = entry(3, "maria@example.com", "99");
    assert_eq!(
        answers,
        [
            Ok(KeyOutcome::Registered(first.clone())),
            Ok(KeyOutcome::Registered(first)),
            refused(DirectoryRefusal::Taken(mare().ispb)),
            Ok(KeyOutcome::Removed),
            Ok(KeyOutcome::Registered(third.clone())),
            refused(DirectoryRefusal::Removed),
        ]
    );
    assert_eq!(store.find(&["maria@example.com".into()]).await.unwrap(), [third]);
}

async fn batches_that_cross_each_other_end_with_one_owner_of_each_key(fixture: Fixture) {
    let store = fixture.stores.directory;
    // Each wants the same keys, each in another order, each for an account of its own.
    let batches = (0..6u128).map(|number| {
        let keys = (0..5).map(move |place| format!("maria{}@example.com", (place + number) % 5));
        let commands: Vec<_> =
            keys.zip(0..).map(|(key, n)| register(number * 10 + n, &key, &format!("{number}"))).collect();
        let decider = decider(&store);
        async move { process(&decider, &commands).await.whole().unwrap() }
    });
    let settled = futures::future::join_all(batches).await;
    let won = settled.iter().flatten().filter(|processed| processed.answer.is_ok()).count();
    assert_eq!((won, store.list(mare().ispb, "", 10).await.unwrap().len()), (5, 5));
}

async fn a_request_is_forgotten_once_its_key_is_gone_for_long_and_not_before(fixture: Fixture) {
    let store = fixture.stores.directory;
    for (request, key) in [(1, "maria@example.com"), (2, "ana@example.com")] {
        keep(&store, register(request, key, "88")).await.unwrap();
    }
    keep(&store, remove(1, "maria@example.com")).await.unwrap();
    assert_eq!(store.forget_requests(Duration::from_hours(1)).await, Ok(0));
    let late = keep(&store, register(1, "maria@example.com", "88")).await;
    assert_eq!(late, refused(DirectoryRefusal::Removed));
    assert_eq!(store.forget_requests(Duration::ZERO).await, Ok(1));
    let state = store.load(&[], &[Uuid::from_u128(1), Uuid::from_u128(2)], &[]).await.unwrap();
    assert_eq!(state.requests.len(), 1, "the one whose key stands is remembered");
    let again = registered(keep(&store, register(2, "ana@example.com", "88")).await);
    assert_eq!(again.entry_id, Uuid::from_u128(2));
}

#[tokio::test]
async fn a_registration_that_is_under_way_holds_up_no_other_account_s() {
    on_postgres(async |fixture: Fixture| {
        // Another instance has written and not yet committed.
        let mut under_way = fixture.database.as_ref().unwrap().begin().await.unwrap();
        sqlx::query(
            "insert into keys values ('bia@example.com', 'email', gen_random_uuid(), '10000001', '1', '1', 'Bia',
                 '11144477735', now())",
        )
        .execute(&mut *under_way)
        .await
        .unwrap();
        let ana = entry(1, "ana@example.com", "88");
        assert_eq!(fixture.stores.directory.commit(&[add(ana, 0)]).await.unwrap(), [Committed]);
        under_way.rollback().await.unwrap();
    })
    .await;
}
