//! Customers give keys up, whatever the line to the hub does.

use crate::{faulty_hub::Fate, fixture::Fixture, samples::*};
use bank_api::{
    application::{Hub as _, KeyRefusal, KeyStore as _, Removal},
    domain::{HeldKey, KeyStatus::*},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

const MAIL: &str = "maria@example.com";

#[tokio::test]
async fn a_key_that_is_given_up_is_gone_on_both_sides_and_free_for_others() {
    let fixture = Fixture::new();
    fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Ok(Removal::Gone));
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Err(KeyRefusal::NotAmongYours));
    assert_eq!(fixture.register(JOAO, &email(MAIL)).await.status, Active);
}

#[tokio::test]
async fn nobody_removes_the_key_of_another() {
    let fixture = Fixture::new();
    fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(fixture.keys().remove(JOAO, &key(MAIL)).await, Err(KeyRefusal::NotAmongYours));
    assert_eq!(fixture.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn a_hub_that_was_certainly_not_reached_leaves_the_key_active() {
    let fixture = Fixture::new();
    let held = fixture.register(MARIA, &email(MAIL)).await;
    fixture.hub.fates([Fate::NotReached]);
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Err(KeyRefusal::HubAway));
    assert_eq!(fixture.of(MARIA).await, [held]);
}

#[tokio::test]
async fn an_unknown_answer_keeps_it_removing_until_it_is_gone() {
    for lost in [Fate::RequestLost, Fate::AnswerLost, Fate::Late] {
        let fixture = Fixture::new();
        let held = fixture.register(MARIA, &email(MAIL)).await;
        fixture.hub.fates([lost, Fate::NotReached]);
        let removing = HeldKey { status: Removing, ..held };
        let waits = Ok(Removal::Waits(removing.clone()));
        assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, waits);
        assert_eq!(
            fixture.keys().remove(MARIA, &key(MAIL)).await,
            waits,
            "not reached proves nothing any more"
        );
        assert!(fixture.books.rows().keys.is_empty(), "it is not paid inside the bank");
        fixture.reconcile().await;
        assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
    }
}

#[tokio::test]
async fn a_key_that_is_being_removed_can_come_back_only_after_it_is_gone() {
    let fixture = Fixture::new();
    let first = fixture.register(MARIA, &email(MAIL)).await;
    fixture.hub.fates([Fate::Late, Fate::RequestLost]);
    fixture.keys().remove(MARIA, &key(MAIL)).await.unwrap();
    assert_eq!(fixture.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::HubAway));
    let second = fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(second.status, Active);
    assert_ne!(second.entry_id, first.entry_id);
    fixture.hub.deliver_late().await;
    assert_eq!(
        fixture.hub.entry_id(MAIL).await,
        Some(second.entry_id),
        "a late removal is of the first one only"
    );
}

#[tokio::test]
async fn a_key_whose_registration_is_unknown_is_settled_before_it_is_removed() {
    for lost in [Fate::RequestLost, Fate::AnswerLost, Fate::Late] {
        let fixture = Fixture::new();
        fixture.hub.fates([lost]);
        fixture.register(MARIA, &email(MAIL)).await;
        assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Ok(Removal::Gone));
        fixture.hub.deliver_late().await;
        fixture.reconcile().await;
        assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
    }
}

#[tokio::test]
async fn a_registration_that_cannot_be_settled_is_not_removed_yet() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::Late, Fate::NotReached]);
    fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Err(KeyRefusal::HubAway));
    assert_eq!(fixture.status(MAIL).await, Some(Registering));
}

#[tokio::test]
async fn a_registration_whose_answer_comes_after_the_removal_brings_nothing_back() {
    let fixture = Fixture::new();
    let gate = Arc::new(Semaphore::new(0));
    fixture.hub.fates([Fate::SlowAnswer(Arc::clone(&gate))]);
    let slow = fixture.keys();
    let slow = tokio::spawn(async move { slow.register(MARIA, &email(MAIL)).await });
    while fixture.hub.entry_id(MAIL).await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Ok(Removal::Gone));
    gate.add_permits(1);
    slow.await.unwrap().unwrap();
    fixture.reconcile().await;
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
}

#[tokio::test]
async fn a_key_that_moved_to_another_bank_is_forgotten_here() {
    let fixture = Fixture::new();
    let held = fixture.register(MARIA, &email(MAIL)).await;
    fixture.hub.remove(&key(MAIL), held.entry_id).await.unwrap();
    let elsewhere = fixture.register_elsewhere(&key(MAIL)).await;
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Ok(Removal::Gone));
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, Some(elsewhere)));
}

#[tokio::test]
async fn two_removals_at_the_same_time_both_end_well() {
    let fixture = Fixture::new();
    fixture.register(MARIA, &email(MAIL)).await;
    let gate = Arc::new(Semaphore::new(0));
    fixture.hub.fates([Fate::SlowlyNotReached(Arc::clone(&gate))]);
    let first = fixture.keys();
    let first = tokio::spawn(async move { first.remove(MARIA, &key(MAIL)).await });
    while fixture.status(MAIL).await != Some(Removing) {
        tokio::task::yield_now().await;
    }
    assert_eq!(fixture.keys().remove(MARIA, &key(MAIL)).await, Ok(Removal::Gone));
    gate.add_permits(1);
    assert!(matches!(first.await.unwrap(), Ok(Removal::Waits(_))), "it cannot know; it is gone all the same");
    assert_eq!(fixture.store.of_account(MARIA).await.unwrap(), []);
}
