//! Whom would I pay? Answered here or by the hub, and not to everybody who asks too much.

use crate::{faulty_hub::Fate, fixture::Fixture, samples::*};
use bank_api::application::{KeyRefusal, path_key};
use std::{sync::atomic::Ordering, time::Duration};

#[tokio::test]
async fn a_key_of_this_bank_is_answered_without_the_hub_and_just_like_the_hub_would() {
    let fixture = Fixture::new();
    let held = fixture.register(MARIA, &email("maria@example.com")).await;
    fixture.hub.calls();
    let inside = fixture.keys().look_up(JOAO, held.key.as_ref().unwrap()).await.unwrap();
    assert_eq!(fixture.hub.calls(), [""; 0]);
    assert_eq!(inside.entry_id, held.entry_id);
    assert_eq!((inside.name.as_str(), inside.tax_id_masked.as_str()), ("Maria da Silva", "***.982.247-**"));

    // The same, as long as the bank does not know the key to be active.
    fixture.books.rows().keys.clear();
    assert_eq!(fixture.keys().look_up(JOAO, held.key.as_ref().unwrap()).await.unwrap(), inside);
    assert_eq!(fixture.hub.calls(), ["find"]);
}

#[tokio::test]
async fn a_key_of_another_bank_and_a_key_of_nobody() {
    let fixture = Fixture::new();
    let ana = key("ana@example.com");
    let entry_id = fixture.register_elsewhere(&ana).await;
    let payee = fixture.keys().look_up(MARIA, &ana).await.unwrap();
    assert_eq!((payee.key, payee.entry_id, payee.name.as_str()), (ana, entry_id, "Ana Lima"));
    assert_eq!((payee.bank.code, payee.bank.name.as_str()), (mare().code, "Banco Maré"));
    assert_eq!(fixture.keys().look_up(MARIA, &key("x@example.com")).await, Err(KeyRefusal::Nobody));
}

#[tokio::test]
async fn five_misses_block_and_half_a_minute_opens_again() {
    let fixture = Fixture::new();
    let keys = fixture.keys();
    let ana = key("ana@example.com");
    fixture.register_elsewhere(&ana).await;
    for _ in 0..5 {
        assert_eq!(keys.look_up(MARIA, &key("x@example.com")).await, Err(KeyRefusal::Nobody));
    }
    let blocked = Err(KeyRefusal::TooManyLookups { retry_after: Duration::from_secs(30) });
    assert_eq!(keys.look_up(MARIA, &ana).await, blocked);
    assert!(keys.look_up(JOAO, &ana).await.is_ok(), "others are not concerned");
    fixture.seconds.fetch_add(30, Ordering::Relaxed);
    assert!(keys.look_up(MARIA, &ana).await.is_ok());
}

#[tokio::test]
async fn a_hub_that_is_away_is_told_and_costs_nothing() {
    let fixture = Fixture::new();
    let keys = fixture.keys();
    fixture.hub.fates(std::iter::repeat_n(Fate::NotReached, 150).chain([Fate::RequestLost]));
    for _ in 0..151 {
        assert_eq!(keys.look_up(MARIA, &key("x@example.com")).await, Err(KeyRefusal::HubAway));
    }
    assert_eq!(keys.look_up(MARIA, &key("x@example.com")).await, Err(KeyRefusal::Nobody));
}

#[test]
fn keys_in_paths_are_read_as_people_write_them() {
    for (written, read) in [
        ("529.982.247-25", MARIA_CPF),
        ("11987654321", ""),
        ("+55 (11) 98765-4321", "+5511987654321"),
        (" Maria@Example.COM ", "maria@example.com"),
        ("12.abc.345/01de-35", "12ABC34501DE35"),
        ("123E4567-E89B-42D3-A456-426614174000", "123e4567-e89b-42d3-a456-426614174000"),
        ("%", ""),
        ("", ""),
    ] {
        match path_key(written) {
            Ok(key) => assert_eq!(key.as_str(), read),
            Err(refusal) => {
                assert!(
                    read.is_empty() && matches!(refusal, KeyRefusal::Malformed(_)),
                    "{written}: {refusal}"
                )
            }
        }
    }
}
