//! Batches of commands, decided and committed together.

use crate::{
    informed_books::whenever_it_was_read,
    samples::*,
    store_under_test::{StoreUnderTest, on_postgres},
};
use bank_api::{
    application::{
        Answer, AntiScan, Command, IdempotencyKey, MoveMoney, Recall, Refusal, SendPix, TokenHash,
    },
    domain::{Forwarded, LookupLimits, SendRefusal, Side, Status},
};
use banks::Secret;
use engine::{process, system_entropy};
use pix::{Cents, Description, Instrument, PixKey};
use std::sync::Arc;

whenever_it_was_read!(
    the_same_request_again_changes_nothing_in_one_batch_and_later,
    the_same_message_again_is_answered_again_and_credited_once,
    of_two_payments_that_need_the_same_money_the_second_is_refused,
);

pub fn decider(bank: &StoreUnderTest) -> MoveMoney {
    MoveMoney {
        books: Arc::clone(&bank.books),
        encoder: Arc::new(codec()),
        bank: ipe(),
        clock: Arc::new(now),
        entropy: system_entropy(),
        pin_digest: Arc::new(|_, _| PIN),
        announce: Arc::new(|_| {}),
        anti_scan: Arc::new(AntiScan::new(LookupLimits::default())),
        recall: Recall::default(),
    }
}

pub fn pay(session: TokenHash, request: &str, cents: i64) -> Command {
    Command::Send(Box::new(SendPix {
        session,
        key: PixKey::detect("caio@example.com").unwrap(),
        amount: Cents::new(cents),
        description: Description::default(),
        entry_id: None,
        txid: None,
        instrument: Instrument::Key,
        idempotency_key: IdempotencyKey::parse(request).unwrap(),
        pin: Secret::new("1234"),
    }))
}

fn id(answer: &Answer) -> String {
    answer.as_ref().unwrap().id.to_string()
}

async fn the_same_request_again_changes_nothing_in_one_batch_and_later(bank: StoreUnderTest) {
    let (decider, ana) = (decider(&bank), bank.log_in(ANA).await);
    let batch = [pay(ana, "a", 100), pay(ana, "a", 100), pay(ana, "a", 101)];
    let first = process(&decider, &batch).await.whole().unwrap();
    assert_eq!(id(&first[0].answer), id(&first[1].answer));
    assert_eq!(first[2].answer, Err(Refusal::KeyReused));
    assert_eq!(first.iter().map(|processed| processed.effects.len()).collect::<Vec<_>>(), [1, 0, 0]);

    let again = process(&decider, &batch).await.whole().unwrap();
    assert_eq!(id(&again[0].answer), id(&first[0].answer));
    assert!(again.iter().all(|processed| processed.effects.is_empty()), "a repeat is never passed on");
    assert_eq!(bank.balance(ANA).await, OPENING - 100);
}

async fn the_same_message_again_is_answered_again_and_credited_once(bank: StoreUnderTest) {
    let batch =
        [brought(forwarded(1, 50, BIA)), brought(forwarded(1, 50, BIA)), brought(forwarded(1, 51, BIA))];
    for _ in 0..2 {
        let settled = process(&decider(&bank), &batch).await.whole().unwrap();
        assert_eq!(settled[0].effects, settled[1].effects);
        assert_eq!((settled[0].effects.len(), settled[2].effects.len()), (1, 0));
        assert!(matches!(settled[2].answer, Err(Refusal::Contradiction(_))), "{:?}", settled[2].answer);
    }
    assert_eq!(bank.balance(BIA).await, OPENING + 50);
}

async fn of_two_payments_that_need_the_same_money_the_second_is_refused(bank: StoreUnderTest) {
    let (decider, ana) = (decider(&bank), bank.log_in(ANA).await);
    let batch = [pay(ana, "a", 7_000), pay(ana, "b", 7_000), pay(ana, "c", 3_000)];
    let settled = process(&decider, &batch).await.whole().unwrap();
    let refused = SendRefusal::Funds { balance: Cents::ZERO, missing: Cents::new(7_000) };
    assert_eq!(settled[1].answer, Err(Refusal::Send(refused)), "it is judged by what the others left");
    assert!(settled[0].answer.is_ok() && settled[2].answer.is_ok());
    assert_eq!(bank.balance(ANA).await, 0);
}

#[tokio::test]
async fn a_message_with_refused_data_stands_alone_and_the_rest_of_its_batch_is_committed() {
    on_postgres(async |bank: StoreUnderTest| {
        let message = |number| match number {
            3 | 8 => Forwarded { description: "a\0b".into(), ..forwarded(number, 10, BIA) },
            _ => forwarded(number, 10, BIA),
        };
        let batch: Vec<_> = (1..=9).map(|number| brought(message(number))).collect();
        let settled = process(&decider(&bank), &batch).await.whole().unwrap();
        for (number, processed) in (1..).zip(settled) {
            let stored = bank.transfer(forwarded(number, 10, BIA).id, Side::In).await;
            if matches!(number, 3 | 8) {
                assert!(matches!(processed.answer, Err(Refusal::Data)), "{number}: {:?}", processed.answer);
                assert_eq!((processed.effects.len(), stored), (0, None));
            } else {
                let answer = processed.answer.unwrap();
                assert_eq!((answer.status, processed.effects.len()), (Status::Completed, 1));
                assert_eq!(stored, Some(*answer));
            }
        }
        assert_eq!(bank.balance(BIA).await, OPENING + 70);
    })
    .await;
}
