//! Bank and directory drift apart and come together again by themselves.

use crate::{faulty_hub::Fate, fixture::Fixture, samples::*};
use bank_api::{
    application::{Hub as _, KeyRefusal, KeyStore as _, Reconciler, Registration},
    domain::{AccountId, KeyStatus::*},
};
use pix::KeyKind;
use std::{sync::atomic::Ordering, time::Duration};
use uuid::Uuid;

const MAIL: &str = "maria@example.com";

#[tokio::test]
async fn a_process_that_died_between_intent_and_call_is_taken_up_by_the_next() {
    let fixture = Fixture::new();
    fixture.store.intend(&held(1, MARIA, MAIL, Registering)).await.unwrap();
    fixture.store.intend(&undrawn(2, MARIA)).await.unwrap();
    fixture.reconcile().await;
    let held = fixture.of(MARIA).await;
    assert_eq!(held.iter().map(|held| held.status).collect::<Vec<_>>(), [Active, Active]);
    assert_eq!(fixture.hub.entry_id(MAIL).await, Some(Uuid::from_u128(1)));
    let drawn = held.iter().find(|held| held.kind == KeyKind::Random).unwrap();
    assert_eq!(fixture.hub.entry_id(drawn.key.as_ref().unwrap().as_str()).await, Some(Uuid::from_u128(2)));
}

#[tokio::test]
async fn a_process_that_died_between_answer_and_writing_is_taken_up_by_the_next() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::AnswerLost]);
    let waiting = fixture.register(MARIA, &email(MAIL)).await;
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Active));
    assert_eq!(fixture.hub.entry_id(MAIL).await, Some(waiting.entry_id));
}

#[tokio::test]
async fn an_intent_waits_as_long_as_the_hub_is_away_and_not_longer() {
    let fixture = Fixture::new();
    fixture.hub.fates([
        Fate::RequestLost,
        Fate::NotReached,
        Fate::NotReached,
        Fate::RequestLost,
        Fate::NotReached,
    ]);
    fixture.register(MARIA, &email(MAIL)).await;
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Registering));
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Registering));
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn an_intent_that_is_refused_in_the_end_is_gone() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::RequestLost]);
    fixture.register(MARIA, &email(MAIL)).await;
    let elsewhere = fixture.register_elsewhere(&key(MAIL)).await;
    fixture.reconcile().await;
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, Some(elsewhere)));
}

#[tokio::test]
async fn keys_whose_rows_were_lost_come_back() {
    let fixture = Fixture::new();
    let mail = fixture.register(MARIA, &email(MAIL)).await;
    fixture.register(JOAO, &random()).await;
    let before = [fixture.of(MARIA).await, fixture.of(JOAO).await].concat();
    for held in &before {
        fixture.store.forget(held.entry_id, Active).await.unwrap();
    }
    fixture.reconcile().await;
    let after = [fixture.of(MARIA).await, fixture.of(JOAO).await].concat();
    assert_eq!(after, before);
    assert_eq!(fixture.books.rows().keys[MAIL].entry_id, mail.entry_id, "it is paid inside the bank again");
}

#[tokio::test]
async fn a_lost_row_is_found_also_when_its_owner_registers_anew() {
    let fixture = Fixture::new();
    let lost = fixture.register(MARIA, &email(MAIL)).await;
    fixture.store.forget(lost.entry_id, Active).await.unwrap();
    assert_eq!(fixture.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::YoursAlready));
    assert_eq!(fixture.of(MARIA).await, std::slice::from_ref(&lost));
    fixture.store.forget(lost.entry_id, Active).await.unwrap();
    let refusal = fixture.keys().register(JOAO, &email(MAIL)).await.unwrap_err();
    assert!(matches!(refusal, KeyRefusal::Taken(Some(bank)) if bank.ispb == ipe().ispb));
    assert_eq!(fixture.of(MARIA).await, [lost]);
}

#[tokio::test]
async fn an_entry_of_no_account_here_is_left_alone() {
    let fixture = Fixture::new();
    let registration = Registration {
        request_id: Uuid::from_u128(1),
        kind: KeyKind::Email,
        key: Some(key("ghost@example.com")),
        account: AccountId(999_999),
        owner_name: "Ghost".into(),
        owner_tax_id: MARIA_CPF.parse().unwrap(),
    };
    fixture.hub.register(&registration).await.unwrap();
    fixture.reconcile().await;
    assert_eq!(fixture.status("ghost@example.com").await, None);
    assert_eq!(fixture.hub.entry_id("ghost@example.com").await, Some(Uuid::from_u128(1)));
}

#[tokio::test]
async fn active_keys_that_the_directory_does_not_have_are_forgotten() {
    let fixture = Fixture::new();
    let moved = fixture.register(MARIA, &email("moved@example.com")).await;
    fixture.register(MARIA, &email("stays@example.com")).await;
    fixture.hub.remove(moved.key.as_ref().unwrap(), moved.entry_id).await.unwrap();
    fixture.register_elsewhere(moved.key.as_ref().unwrap()).await;
    fixture.store.adopt(&held(7, JOAO, "never@example.com", Active)).await.unwrap();
    fixture.reconcile().await;
    assert_eq!(fixture.status("moved@example.com").await, None);
    assert_eq!(fixture.status("never@example.com").await, None);
    assert_eq!(fixture.status("stays@example.com").await, Some(Active));
}

#[tokio::test]
async fn an_active_row_of_an_older_registration_gives_way_to_the_present_one() {
    let fixture = Fixture::new();
    let present = fixture.register(MARIA, &email(MAIL)).await;
    fixture.store.forget(present.entry_id, Active).await.unwrap();
    fixture.store.adopt(&held(7, JOAO, MAIL, Active)).await.unwrap();
    fixture.reconcile().await;
    assert_eq!((fixture.of(MARIA).await, fixture.of(JOAO).await), (vec![present], vec![]));
}

#[tokio::test]
async fn a_registration_under_way_is_not_taken_for_a_lost_row() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::AnswerLost]);
    let waiting = fixture.register(MARIA, &random()).await;
    // The step's own repeat is lost, so the comparison meets an entry whose row has no key yet.
    fixture.hub.fates([Fate::RequestLost]);
    fixture.reconcile().await;
    assert_eq!(fixture.of(MARIA).await, [waiting]);
    fixture.reconcile().await;
    assert_eq!(fixture.of(MARIA).await[0].status, Active);
}

#[tokio::test]
async fn a_removal_under_way_is_not_undone() {
    let fixture = Fixture::new();
    fixture.register(MARIA, &email(MAIL)).await;
    fixture.hub.fates([Fate::RequestLost, Fate::RequestLost]);
    fixture.keys().remove(MARIA, &key(MAIL)).await.unwrap();
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Removing));
    assert!(fixture.hub.entry_id(MAIL).await.is_some(), "the directory still lists it");
    fixture.reconcile().await;
    assert_eq!((fixture.status(MAIL).await, fixture.hub.entry_id(MAIL).await), (None, None));
}

#[tokio::test]
async fn more_keys_than_a_page_are_compared_on_either_side() {
    let fixture = Fixture::new();
    for number in 0..1200 {
        let name = format!("k{number:05}@example.com");
        match number % 3 {
            // Only here; only there; on both sides.
            0 => drop(fixture.store.adopt(&held(number, BAKERY, &name, Active)).await.unwrap()),
            _ => {
                let registration = Registration {
                    request_id: Uuid::from_u128(number),
                    kind: KeyKind::Email,
                    key: Some(key(&name)),
                    // Twenty keys an account.
                    account: AccountId(100_001 + number as i64 / 20),
                    owner_name: "Padaria".into(),
                    owner_tax_id: BAKERY_CNPJ.parse().unwrap(),
                };
                fixture.hub.register(&registration).await.unwrap();
                let account = customers()[2].clone();
                fixture.books.rows().accounts.insert(
                    registration.account,
                    bank_api::domain::Account { id: registration.account, ..account },
                );
                if number % 3 == 2 {
                    fixture.store.adopt(&held(number, registration.account, &name, Active)).await.unwrap();
                }
            }
        }
    }
    fixture.reconcile().await;
    let page = fixture.store.page("", 5000).await.unwrap();
    let numbers: Vec<_> = page.iter().map(|held| held.entry_id.as_u128()).collect();
    assert_eq!(numbers, (0..1200).filter(|number| number % 3 != 0).collect::<Vec<_>>());
}

#[tokio::test]
async fn all_keys_are_compared_at_the_start_and_every_few_minutes() {
    let fixture = Fixture::new();
    let mut reconciler = Reconciler::new(fixture.keys());
    fixture.hub.fates([Fate::NotReached]);
    let mut step = async |seconds| {
        fixture.seconds.fetch_add(seconds, Ordering::Relaxed);
        reconciler.step(Duration::ZERO).await;
        fixture.hub.calls()
    };
    assert_eq!(step(0).await, ["list"], "the hub is away");
    assert_eq!(step(10).await, ["list"], "so it is tried again");
    assert_eq!(step(10).await, [""; 0]);
    assert_eq!(step(280).await, [""; 0]);
    assert_eq!(step(10).await, ["list"]);
}
