//! What one instance remembers, while another one, or somebody else in the same, changes it.

use crate::{batch, samples::*, store_under_test::StoreUnderTest};
use bank_api::{
    application::{Answer, Command, HubMessage, MoveMoney, Refusal, SendPix},
    domain::{AccountId, HeldKey, KeyStatus, PinRefusal, SendRefusal, Side, Status},
};
use banks::Secret;
use engine::{Processed, process};
use outbox::Message;
use pix::{Cents, KeyKind, PixKey, Reason};
use std::sync::Arc;
use uuid::Uuid;

testing::on_both!(
    crate::store_under_test;
    what_another_instance_spent_is_not_spent_again,
    what_came_in_at_another_instance_can_be_spent,
    a_request_that_another_instance_carried_out_is_a_repeat,
    a_key_that_was_given_up_is_not_paid_inside_any_more,
    a_key_that_came_to_this_bank_is_paid_inside,
    a_session_that_ended_pays_nothing,
    a_pin_that_was_locked_at_another_instance_is_locked,
    an_account_that_was_closed_receives_nothing,
    a_verdict_that_another_instance_acted_on_is_answered_again,
    money_that_another_instance_took_in_is_not_taken_in_twice,
);

const BIAS_KEY: &str = "bia@example.com";

/// Another PIN than 1234 is a wrong one.
fn instance(bank: &StoreUnderTest) -> MoveMoney {
    let pin_digest = Arc::new(|_, typed: &str| if typed == "1234" { PIN } else { [0; 32] });
    MoveMoney { pin_digest, ..batch::decider(bank) }
}

fn order(request: &str, cents: i64) -> SendPix {
    match batch::pay([0; 32], request, cents) {
        Command::Send(order) => *order,
        Command::Return(_) | Command::Hub(_) => unreachable!("it sends"),
    }
}

async fn settle(instance: &MoveMoney, command: Command) -> Processed<Answer, Message> {
    process(instance, &[command]).await.whole().unwrap().remove(0)
}

/// Ana sends, logged in.
async fn send(bank: &StoreUnderTest, instance: &MoveMoney, order: SendPix) -> Processed<Answer, Message> {
    let live = bank.sessions.live(ANA).await.unwrap().pop();
    let session = match live {
        Some(session) => session,
        None => bank.log_in(ANA).await,
    };
    settle(instance, Command::Send(Box::new(SendPix { session, ..order }))).await
}

async fn pays(bank: &StoreUnderTest, instance: &MoveMoney, request: &str, cents: i64) -> Answer {
    send(bank, instance, order(request, cents)).await.answer
}

/// Whether she pays Bia's key inside the bank.
async fn pays_bia_inside(bank: &StoreUnderTest, instance: &MoveMoney, request: &str) -> bool {
    let order = SendPix { key: PixKey::detect(BIAS_KEY).unwrap(), ..order(request, 100) };
    let Processed { answer, effects } = send(bank, instance, order).await;
    let inside = answer.unwrap().inside;
    assert_eq!(effects.is_empty(), inside, "else the hub is asked");
    inside
}

async fn register(bank: &StoreUnderTest, entry: u128, owner: AccountId) -> Uuid {
    let (entry_id, key) = (Uuid::from_u128(entry), PixKey::detect(BIAS_KEY).unwrap());
    let held = HeldKey {
        entry_id,
        account: owner,
        kind: KeyKind::Email,
        key: Some(key.clone()),
        status: KeyStatus::Registering,
        created_at: now(),
    };
    bank.keys.intend(&held).await.unwrap();
    bank.keys.activate(entry_id, &key).await.unwrap();
    entry_id
}

async fn what_another_instance_spent_is_not_spent_again(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    pays(&bank, &here, "a", 4_000).await.unwrap();
    pays(&bank, &there, "b", 5_000).await.unwrap();
    let funds = SendRefusal::Funds { balance: Cents::new(1_000), missing: Cents::new(1_000) };
    assert_eq!(pays(&bank, &here, "c", 2_000).await, Err(Refusal::Send(funds)));
    pays(&bank, &here, "d", 1_000).await.unwrap();
    assert_eq!(bank.balance(ANA).await, 0);
}

async fn what_came_in_at_another_instance_can_be_spent(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    pays(&bank, &here, "a", OPENING).await.unwrap();
    settle(&there, brought(forwarded(1, 300, ANA))).await.answer.unwrap();
    pays(&bank, &here, "b", 300).await.unwrap();
    assert_eq!(bank.balance(ANA).await, 0);
}

async fn a_request_that_another_instance_carried_out_is_a_repeat(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    pays(&bank, &here, "a", 1).await.unwrap();
    let first = pays(&bank, &there, "b", 50).await.unwrap();
    let Processed { answer, effects } = send(&bank, &here, order("b", 50)).await;
    assert_eq!((answer.unwrap().id, effects), (first.id, Vec::new()));
    assert_eq!(pays(&bank, &here, "b", 51).await, Err(Refusal::KeyReused));
    assert_eq!(bank.balance(ANA).await, OPENING - 51);
}

async fn a_key_that_was_given_up_is_not_paid_inside_any_more(bank: StoreUnderTest) {
    let here = instance(&bank);
    let entry_id = register(&bank, 1, BIA).await;
    assert!(pays_bia_inside(&bank, &here, "a").await);
    assert!(pays_bia_inside(&bank, &here, "b").await, "it is remembered");
    assert!(bank.keys.give_up(entry_id).await.unwrap());
    assert!(!pays_bia_inside(&bank, &here, "c").await);
    assert_eq!(bank.balance(BIA).await, OPENING + 200);
}

async fn a_key_that_came_to_this_bank_is_paid_inside(bank: StoreUnderTest) {
    let here = instance(&bank);
    assert!(!pays_bia_inside(&bank, &here, "a").await, "nobody here has it");
    assert!(!pays_bia_inside(&bank, &here, "b").await, "that is remembered");
    let entry_id = register(&bank, 1, BIA).await;
    assert!(pays_bia_inside(&bank, &here, "c").await);
    assert!(bank.keys.give_up(entry_id).await.unwrap());
    bank.keys.forget(entry_id, KeyStatus::Removing).await.unwrap();
    register(&bank, 2, ANA).await;
    let order = SendPix { key: PixKey::detect(BIAS_KEY).unwrap(), ..order("d", 100) };
    let own = Err(Refusal::Send(SendRefusal::OwnKey));
    assert_eq!(send(&bank, &here, order).await.answer, own, "it is Ana's by now");
    assert_eq!(bank.balance(BIA).await, OPENING + 100);
}

async fn a_session_that_ended_pays_nothing(bank: StoreUnderTest) {
    let (here, session) = (instance(&bank), bank.log_in(ANA).await);
    let pay = |request| Command::Send(Box::new(SendPix { session, ..order(request, 100) }));
    settle(&here, pay("a")).await.answer.unwrap();
    bank.sessions.end(&session).await.unwrap();
    assert_eq!(settle(&here, pay("b")).await.answer, Err(Refusal::NoSession));
    assert_eq!(bank.balance(ANA).await, OPENING - 100);
}

async fn a_pin_that_was_locked_at_another_instance_is_locked(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    pays(&bank, &here, "a", 100).await.unwrap();
    for guess in 0..5 {
        let order = SendPix { pin: Secret::new("0000"), ..order(&format!("guess-{guess}"), 1) };
        send(&bank, &there, order).await.answer.unwrap_err();
    }
    let refused = pays(&bank, &here, "b", 100).await;
    assert!(
        matches!(refused, Err(Refusal::Send(SendRefusal::Pin(PinRefusal::Locked { .. })))),
        "{refused:?}"
    );
    assert_eq!(bank.balance(ANA).await, OPENING - 100);
}

async fn an_account_that_was_closed_receives_nothing(bank: StoreUnderTest) {
    let here = instance(&bank);
    settle(&here, brought(forwarded(1, 50, BIA))).await.answer.unwrap();
    bank.close(BIA).await;
    let refused = settle(&here, brought(forwarded(2, 50, BIA))).await.answer.unwrap();
    assert_eq!((refused.status, refused.reason), (Status::Rejected, Some(Reason::AccountClosed)));
    assert_eq!(bank.balance(BIA).await, OPENING + 50);
}

async fn a_verdict_that_another_instance_acted_on_is_answered_again(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    let sent = pays(&bank, &here, "a", 100).await.unwrap();
    let verdict = || Command::Hub(HubMessage::Settlement(sent.id, rejected()));
    let first = settle(&there, verdict()).await;
    let again = settle(&here, verdict()).await;
    assert_eq!(first.effects.len(), 1);
    assert_eq!((again.answer.unwrap().status, again.effects), (Status::Rejected, first.effects));
    assert_eq!(bank.balance(ANA).await, OPENING, "it came back once");
}

async fn money_that_another_instance_took_in_is_not_taken_in_twice(bank: StoreUnderTest) {
    let (here, there) = (instance(&bank), instance(&bank));
    settle(&here, brought(forwarded(1, 50, BIA))).await.answer.unwrap();
    let first = settle(&there, brought(forwarded(2, 70, BIA))).await;
    let batch = [forwarded(2, 70, BIA), forwarded(3, 1, BIA), forwarded(1, 50, BIA)].map(brought);
    let again = process(&here, &batch).await.whole().unwrap();
    assert_eq!(again[0].effects, first.effects);
    assert!(again.iter().all(|processed| processed.answer.as_ref().is_ok_and(|t| t.side == Side::In)));
    assert_eq!(bank.balance(BIA).await, OPENING + 121);
}
