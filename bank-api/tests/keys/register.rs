//! Customers register keys, whatever the line to the hub does.

use crate::{faulty_hub::Fate, samples::*, town::Town};
use bank_api::{
    application::{KeyRefusal, KeyWish},
    domain::KeyStatus::*,
};
use pix::KeyKind;
use std::sync::Arc;
use tokio::sync::Semaphore;

const MAIL: &str = "maria@example.com";

#[tokio::test]
async fn a_key_of_each_kind_is_active_at_once() {
    let town = Town::new();
    let wishes = [
        (MARIA, KeyKind::Cpf, Some("529.982.247-25"), MARIA_CPF),
        (BAKERY, KeyKind::Cnpj, Some("11.222.333/0001-81"), BAKERY_CNPJ),
        (MARIA, KeyKind::Phone, Some("(11) 98765-4321"), "+5511987654321"),
        (MARIA, KeyKind::Email, Some(" Maria@Example.com "), MAIL),
        (MARIA, KeyKind::Random, None, ""),
        (MARIA, KeyKind::Random, Some(""), ""),
    ];
    for (account, kind, text, normalised) in wishes {
        let held = town.register(account, &KeyWish::read(kind, text).unwrap()).await;
        assert_eq!((held.status, held.kind, held.account), (Active, kind, account));
        let key = held.key.clone().unwrap();
        assert!(kind == KeyKind::Random || key.as_str() == normalised, "{key}");
        assert_eq!(town.hub.entry_id(key.as_str()).await, Some(held.entry_id));
        assert!(town.of(account).await.contains(&held));
    }
    assert_eq!(town.of(MARIA).await.len(), 5);
}

#[test]
fn what_is_no_key_of_its_kind_is_refused_at_the_edge() {
    for (kind, text) in [
        (KeyKind::Cpf, Some("52998224724")),
        (KeyKind::Cnpj, Some("12ABC34501DE36")),
        (KeyKind::Phone, Some("987654321")),
        (KeyKind::Phone, Some("+55")),
        (KeyKind::Phone, Some("+55 11 3456-7890")),
        (KeyKind::Phone, Some("+55 01 98765-4321")),
        (KeyKind::Email, Some("maria@")),
    ] {
        assert!(matches!(KeyWish::read(kind, text), Err(KeyRefusal::Malformed(_))), "{text:?}");
    }
    assert_eq!(KeyWish::read(KeyKind::Cpf, None), Err(KeyRefusal::Missing));
    assert_eq!(KeyWish::read(KeyKind::Phone, Some(" ")), Err(KeyRefusal::Missing));
    let chosen = Some("123e4567-e89b-42d3-a456-426614174000");
    assert_eq!(KeyWish::read(KeyKind::Random, chosen), Err(KeyRefusal::DrawnForYou));
}

#[tokio::test]
async fn the_rules_of_bank_and_directory_leave_nothing_behind() {
    let town = Town::new();
    let joaos = KeyWish::read(KeyKind::Cpf, Some(JOAO_CPF)).unwrap();
    assert_eq!(town.keys().register(MARIA, &joaos).await, Err(KeyRefusal::NotTheHolders));
    assert_eq!(town.hub.calls(), [""; 0], "the bank knows its customers");

    town.register_elsewhere(&key(MAIL)).await;
    let refusal = town.keys().register(MARIA, &email(MAIL)).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this key is already registered at Banco Maré (002); remove it there first"
    );
    assert_eq!(town.of(MARIA).await, []);

    for number in 0..5 {
        town.register(JOAO, &email(&format!("joao{number}@example.com"))).await;
    }
    let refusal = town.keys().register(JOAO, &email("joao5@example.com")).await.unwrap_err();
    assert!(matches!(&refusal, KeyRefusal::Rule(text) if text.contains("already has 5 keys")), "{refusal}");
    assert_eq!(town.of(JOAO).await.len(), 5);

    town.books.rows().accounts.get_mut(&MARIA).unwrap().open = false;
    assert_eq!(town.keys().register(MARIA, &random()).await, Err(KeyRefusal::Closed));
}

#[tokio::test]
async fn the_same_key_again_is_told_whose_it_is() {
    let town = Town::new();
    town.register(MARIA, &email(MAIL)).await;
    assert_eq!(town.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::YoursAlready));
    let refusal = town.keys().register(JOAO, &email(MAIL)).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this key is already registered at Banco Ipê (001); remove it there first"
    );
    assert_eq!(town.of(MARIA).await.len(), 1);
}

#[tokio::test]
async fn a_hub_that_was_certainly_not_reached_leaves_nothing_behind() {
    let town = Town::new();
    town.hub.fates([Fate::NotReached]);
    assert_eq!(town.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::HubAway));
    assert_eq!(town.of(MARIA).await, []);
    assert_eq!(town.register(MARIA, &email(MAIL)).await.status, Active);
}

#[tokio::test]
async fn an_unknown_answer_keeps_the_intent_and_the_same_wish_continues_the_same_request() {
    for lost in [Fate::RequestLost, Fate::AnswerLost, Fate::Late] {
        let town = Town::new();
        town.hub.fates([lost]);
        let waiting = town.register(MARIA, &email(MAIL)).await;
        assert_eq!(waiting.status, Registering);
        let active = town.register(MARIA, &email(MAIL)).await;
        assert_eq!((active.status, active.entry_id), (Active, waiting.entry_id));
        town.hub.deliver_late().await;
        assert_eq!(town.hub.entry_id(MAIL).await, Some(waiting.entry_id));
        assert_eq!(town.of(MARIA).await, [active]);
    }
}

#[tokio::test]
async fn a_repeated_wish_for_a_random_key_is_the_same_wish_until_it_is_drawn() {
    let town = Town::new();
    town.hub.fates([Fate::AnswerLost]);
    let waiting = town.register(MARIA, &random()).await;
    assert_eq!((waiting.status, &waiting.key), (Registering, &None));
    let drawn = town.register(MARIA, &random()).await;
    assert_eq!((drawn.status, drawn.entry_id), (Active, waiting.entry_id));
    let another = town.register(MARIA, &random()).await;
    assert_ne!(another.entry_id, drawn.entry_id);
    assert_eq!(town.of(MARIA).await.len(), 2);
}

#[tokio::test]
async fn after_an_unknown_answer_a_hub_that_is_away_proves_nothing() {
    let town = Town::new();
    town.hub.fates([Fate::AnswerLost, Fate::NotReached]);
    let waiting = town.register(MARIA, &email(MAIL)).await;
    let still_waiting = town.register(MARIA, &email(MAIL)).await;
    assert_eq!(still_waiting, waiting, "the first call may have arrived, and did");
    town.reconcile().await;
    assert_eq!(town.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn an_intent_is_not_taken_back_under_the_hands_of_who_asks_again() {
    let town = Town::new();
    let gate = Arc::new(Semaphore::new(0));
    town.hub.fates([Fate::SlowlyNotReached(Arc::clone(&gate)), Fate::AnswerLost]);
    let first = town.keys();
    let first = tokio::spawn(async move { first.register(MARIA, &email(MAIL)).await });
    while town.status(MAIL).await.is_none() {
        tokio::task::yield_now().await;
    }
    let second = town.register(MARIA, &email(MAIL)).await;
    gate.add_permits(1);
    let first = first.await.unwrap().unwrap();
    assert_eq!((first.status, first.entry_id), (Registering, second.entry_id));
    town.reconcile().await;
    assert_eq!(town.hub.entry_id(MAIL).await, Some(second.entry_id));
    assert_eq!(town.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn of_many_at_the_same_time_one_request_is_made() {
    let town = Town::new();
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (keys, account) = (town.keys(), if number % 2 == 0 { MARIA } else { JOAO });
            tokio::spawn(async move { keys.register(account, &email(MAIL)).await })
        })
        .collect();
    let mut registered = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(held) => {
                assert_eq!(held.status, Active);
                registered += 1;
            }
            Err(KeyRefusal::YoursAlready | KeyRefusal::Taken(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert!(registered >= 1);
    assert_eq!(town.of(MARIA).await.len() + town.of(JOAO).await.len(), 1);
}

#[tokio::test]
async fn waiting_intents_of_one_account_do_not_pile_up() {
    let town = Town::new();
    town.hub.fates(std::iter::repeat_n(Fate::RequestLost, 100));
    for number in 0..20 {
        assert_eq!(town.register(MARIA, &email(&format!("m{number}@example.com"))).await.status, Registering);
    }
    let keys = town.keys();
    assert_eq!(keys.register(MARIA, &email("m20@example.com")).await, Err(KeyRefusal::TooManyWaiting));
    assert_eq!(keys.register(MARIA, &email("m3@example.com")).await.unwrap().status, Registering);
    assert_eq!(keys.register(JOAO, &email("joao@example.com")).await.unwrap().status, Registering);
}

#[tokio::test]
async fn a_request_that_is_used_up_gives_way_to_a_new_one() {
    let town = Town::new();
    town.hub.fates([Fate::AnswerLost]);
    let first = town.register(MARIA, &email(MAIL)).await;
    // Somebody with the bank's token removed it at the hub meanwhile.
    use bank_api::application::Hub as _;
    town.hub.remove(&key(MAIL), first.entry_id).await.unwrap();
    let second = town.register(MARIA, &email(MAIL)).await;
    assert_eq!(second.status, Active);
    assert_ne!(second.entry_id, first.entry_id);
    assert_eq!(town.of(MARIA).await, [second]);
}
