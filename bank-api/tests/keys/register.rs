//! Customers register keys, whatever the line to the hub does.

use crate::{faulty_hub::Fate, fixture::Fixture, samples::*};
use bank_api::{
    application::{KeyRefusal, KeyRequest},
    domain::KeyStatus::*,
};
use pix::KeyKind;
use std::sync::Arc;
use tokio::sync::Semaphore;

const MAIL: &str = "maria@example.com";

#[tokio::test]
async fn a_key_of_each_kind_is_active_at_once() {
    let fixture = Fixture::new();
    let wishes = [
        (MARIA, KeyKind::Cpf, Some("529.982.247-25"), MARIA_CPF),
        (BAKERY, KeyKind::Cnpj, Some("11.222.333/0001-81"), BAKERY_CNPJ),
        (MARIA, KeyKind::Phone, Some("(11) 98765-4321"), "+5511987654321"),
        (MARIA, KeyKind::Email, Some(" Maria@Example.com "), MAIL),
        (MARIA, KeyKind::Random, None, ""),
        (MARIA, KeyKind::Random, Some(""), ""),
    ];
    for (account, kind, text, normalised) in wishes {
        let held = fixture.register(account, &KeyRequest::read(kind, text).unwrap()).await;
        assert_eq!((held.status, held.kind, held.account), (Active, kind, account));
        let key = held.key.clone().unwrap();
        assert!(kind == KeyKind::Random || key.as_str() == normalised, "{key}");
        assert_eq!(fixture.hub.entry_id(key.as_str()).await, Some(held.entry_id));
        assert!(fixture.of(account).await.contains(&held));
    }
    assert_eq!(fixture.of(MARIA).await.len(), 5);
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
        assert!(matches!(KeyRequest::read(kind, text), Err(KeyRefusal::Malformed(_))), "{text:?}");
    }
    assert_eq!(KeyRequest::read(KeyKind::Cpf, None), Err(KeyRefusal::Missing));
    assert_eq!(KeyRequest::read(KeyKind::Phone, Some(" ")), Err(KeyRefusal::Missing));
    let chosen = Some("123e4567-e89b-42d3-a456-426614174000");
    assert_eq!(KeyRequest::read(KeyKind::Random, chosen), Err(KeyRefusal::DrawnForYou));
}

#[tokio::test]
async fn the_rules_of_bank_and_directory_leave_nothing_behind() {
    let fixture = Fixture::new();
    let joaos = KeyRequest::read(KeyKind::Cpf, Some(JOAO_CPF)).unwrap();
    assert_eq!(fixture.keys().register(MARIA, &joaos).await, Err(KeyRefusal::NotTheHolders));
    assert_eq!(fixture.hub.calls(), [""; 0], "the bank knows its customers");

    fixture.register_elsewhere(&key(MAIL)).await;
    let refusal = fixture.keys().register(MARIA, &email(MAIL)).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this key is already registered at Banco Maré (002); remove it there first"
    );
    assert_eq!(fixture.of(MARIA).await, []);

    for number in 0..5 {
        fixture.register(JOAO, &email(&format!("joao{number}@example.com"))).await;
    }
    let refusal = fixture.keys().register(JOAO, &email("joao5@example.com")).await.unwrap_err();
    assert!(matches!(&refusal, KeyRefusal::Rule(text) if text.contains("already has 5 keys")), "{refusal}");
    assert_eq!(fixture.of(JOAO).await.len(), 5);

    fixture.books.rows().accounts.get_mut(&MARIA).unwrap().open = false;
    assert_eq!(fixture.keys().register(MARIA, &random()).await, Err(KeyRefusal::Closed));
}

#[tokio::test]
async fn the_same_key_again_is_told_whose_it_is() {
    let fixture = Fixture::new();
    fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(fixture.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::YoursAlready));
    let refusal = fixture.keys().register(JOAO, &email(MAIL)).await.unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this key is already registered at Banco Ipê (001); remove it there first"
    );
    assert_eq!(fixture.of(MARIA).await.len(), 1);
}

#[tokio::test]
async fn a_hub_that_was_certainly_not_reached_leaves_nothing_behind() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::NotReached]);
    assert_eq!(fixture.keys().register(MARIA, &email(MAIL)).await, Err(KeyRefusal::HubAway));
    assert_eq!(fixture.of(MARIA).await, []);
    assert_eq!(fixture.register(MARIA, &email(MAIL)).await.status, Active);
}

#[tokio::test]
async fn an_unknown_answer_keeps_the_intent_and_the_same_wish_continues_the_same_request() {
    for lost in [Fate::RequestLost, Fate::AnswerLost, Fate::Late] {
        let fixture = Fixture::new();
        fixture.hub.fates([lost]);
        let waiting = fixture.register(MARIA, &email(MAIL)).await;
        assert_eq!(waiting.status, Registering);
        let active = fixture.register(MARIA, &email(MAIL)).await;
        assert_eq!((active.status, active.entry_id), (Active, waiting.entry_id));
        fixture.hub.deliver_late().await;
        assert_eq!(fixture.hub.entry_id(MAIL).await, Some(waiting.entry_id));
        assert_eq!(fixture.of(MARIA).await, [active]);
    }
}

#[tokio::test]
async fn a_repeated_wish_for_a_random_key_is_the_same_wish_until_it_is_drawn() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::AnswerLost]);
    let waiting = fixture.register(MARIA, &random()).await;
    assert_eq!((waiting.status, &waiting.key), (Registering, &None));
    let drawn = fixture.register(MARIA, &random()).await;
    assert_eq!((drawn.status, drawn.entry_id), (Active, waiting.entry_id));
    let another = fixture.register(MARIA, &random()).await;
    assert_ne!(another.entry_id, drawn.entry_id);
    assert_eq!(fixture.of(MARIA).await.len(), 2);
}

#[tokio::test]
async fn after_an_unknown_answer_a_hub_that_is_away_proves_nothing() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::AnswerLost, Fate::NotReached]);
    let waiting = fixture.register(MARIA, &email(MAIL)).await;
    let still_waiting = fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(still_waiting, waiting, "the first call may have arrived, and did");
    fixture.reconcile().await;
    assert_eq!(fixture.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn an_intent_is_not_taken_back_under_the_hands_of_who_asks_again() {
    let fixture = Fixture::new();
    let gate = Arc::new(Semaphore::new(0));
    fixture.hub.fates([Fate::SlowlyNotReached(Arc::clone(&gate)), Fate::AnswerLost]);
    let first = fixture.keys();
    let first = tokio::spawn(async move { first.register(MARIA, &email(MAIL)).await });
    while fixture.status(MAIL).await.is_none() {
        tokio::task::yield_now().await;
    }
    let second = fixture.register(MARIA, &email(MAIL)).await;
    gate.add_permits(1);
    let first = first.await.unwrap().unwrap();
    assert_eq!((first.status, first.entry_id), (Registering, second.entry_id));
    fixture.reconcile().await;
    assert_eq!(fixture.hub.entry_id(MAIL).await, Some(second.entry_id));
    assert_eq!(fixture.status(MAIL).await, Some(Active));
}

#[tokio::test]
async fn of_many_at_the_same_time_one_request_is_made() {
    let fixture = Fixture::new();
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (keys, account) = (fixture.keys(), if number % 2 == 0 { MARIA } else { JOAO });
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
    assert_eq!(fixture.of(MARIA).await.len() + fixture.of(JOAO).await.len(), 1);
}

#[tokio::test]
async fn waiting_intents_of_one_account_do_not_pile_up() {
    let fixture = Fixture::new();
    fixture.hub.fates(std::iter::repeat_n(Fate::RequestLost, 100));
    for number in 0..20 {
        assert_eq!(
            fixture.register(MARIA, &email(&format!("m{number}@example.com"))).await.status,
            Registering
        );
    }
    let keys = fixture.keys();
    assert_eq!(keys.register(MARIA, &email("m20@example.com")).await, Err(KeyRefusal::TooManyWaiting));
    assert_eq!(keys.register(MARIA, &email("m3@example.com")).await.unwrap().status, Registering);
    assert_eq!(keys.register(JOAO, &email("joao@example.com")).await.unwrap().status, Registering);
}

#[tokio::test]
async fn a_request_that_is_used_up_gives_way_to_a_new_one() {
    let fixture = Fixture::new();
    fixture.hub.fates([Fate::AnswerLost]);
    let first = fixture.register(MARIA, &email(MAIL)).await;
    // Somebody with the bank's token removed it at the hub meanwhile.
    use bank_api::application::Hub as _;
    fixture.hub.remove(&key(MAIL), first.entry_id).await.unwrap();
    let second = fixture.register(MARIA, &email(MAIL)).await;
    assert_eq!(second.status, Active);
    assert_ne!(second.entry_id, first.entry_id);
    assert_eq!(fixture.of(MARIA).await, [second]);
}
