//! Giving back what came: decided and stored, on memory and on PostgreSQL.

use crate::{batch::decider, samples::*, store_under_test::StoreUnderTest};
use bank_api::{
    application::{Answer, Command, HubMessage, IdempotencyKey, MoveMoney, Refusal, ReturnPix, TokenHash},
    domain::{Contradiction, Forwarded, ReturnForwarded, ReturnRefusal, Settlement, Side, Status, Transfer},
};
use banks::Secret;
use engine::{Processed, process};
use outbox::Message;
use pix::{Cents, Description, EndToEndId, Instrument, Reason, ReturnReason};

testing::on_both!(
    crate::store_under_test;
    what_came_is_given_back_in_parts_and_not_one_cent_more,
    the_same_return_again_changes_nothing_and_another_under_its_key_is_refused,
    a_return_that_is_refused_comes_back_and_may_be_tried_again,
    of_two_instances_at_once_only_one_returns_the_last_cent,
    what_comes_back_is_credited_once_and_shown_with_what_was_sent,
    a_closed_account_refuses_what_comes_back,
    what_is_on_its_way_cannot_come_back_yet,
);

fn give_back(session: TokenHash, request: &str, (original, cents): (EndToEndId, i64)) -> Command {
    Command::Return(Box::new(ReturnPix {
        session,
        original,
        amount: Cents::new(cents),
        reason: ReturnReason::Customer,
        description: Description::default(),
        idempotency_key: IdempotencyKey::parse(request).unwrap(),
        pin: Secret::new("1234"),
    }))
}

async fn tell(bank: &MoveMoney, command: Command) -> (Answer, Vec<Message>) {
    let Processed { answer, effects } = process(bank, &[command]).await.whole().unwrap().remove(0);
    (answer, effects)
}

async fn returns(
    bank: &MoveMoney,
    session: TokenHash,
    request: &str,
    what: (EndToEndId, i64),
) -> Result<Transfer, Refusal> {
    tell(bank, give_back(session, request, what)).await.0.map(|transfer| *transfer)
}

fn too_much(remaining: i64) -> Refusal {
    Refusal::Return(ReturnRefusal::TooMuch { remaining: Cents::new(remaining) })
}

/// Caio paid Ana so much.
async fn came(bank: &StoreUnderTest, cents: i64) -> EndToEndId {
    bank.commit(&[received(7, cents, ANA)]).await.unwrap();
    forwarded(7, cents, ANA).id
}

async fn what_came_is_given_back_in_parts_and_not_one_cent_more(bank: StoreUnderTest) {
    let (decider, ana, id) = (decider(&bank), bank.log_in(ANA).await, came(&bank, 5780).await);
    for (number, cents) in [100, 2490, 2490, 700].into_iter().enumerate() {
        let (answer, effects) = tell(&decider, give_back(ana, &format!("r{number}"), (id, cents))).await;
        assert_eq!(answer.unwrap().status, Status::Pending);
        assert_eq!(effects[0].kind, "codepix.v1.ReturnRequested");
    }
    assert_eq!(returns(&decider, ana, "more", (id, 1)).await, Err(too_much(0)));
    assert_eq!(bank.balance(ANA).await, OPENING);
    let shown = bank.statements.returns(ANA, id).await.unwrap();
    // All of one instant here.
    let mut shown: Vec<_> = shown.iter().map(|(back, _)| back.amount.get()).collect();
    shown.sort_unstable();
    assert_eq!(shown, [100, 700, 2490, 2490]);
    assert_eq!(bank.statements.remaining(ANA, id).await.unwrap(), Cents::ZERO);
    let bia = bank.log_in(BIA).await;
    assert_eq!(returns(&decider, bia, "b", (id, 1)).await, Err(Refusal::Return(ReturnRefusal::Unknown)));
}

async fn the_same_return_again_changes_nothing_and_another_under_its_key_is_refused(bank: StoreUnderTest) {
    let (here, there) = (decider(&bank), decider(&bank));
    let (ana, id) = (bank.log_in(ANA).await, came(&bank, 500).await);
    let first = returns(&here, ana, "once", (id, 200)).await.unwrap();
    for instance in [&here, &there] {
        assert_eq!(returns(instance, ana, "once", (id, 200)).await.unwrap().id, first.id);
        assert_eq!(returns(instance, ana, "once", (id, 201)).await, Err(Refusal::KeyReused));
    }
    assert_eq!(bank.balance(ANA).await, OPENING + 500 - 200);
    let batch = [
        give_back(ana, "two", (id, 300)),
        give_back(ana, "two", (id, 300)),
        give_back(ana, "three", (id, 1)),
    ];
    let answers: Vec<_> =
        process(&here, &batch).await.whole().unwrap().into_iter().map(|processed| processed.answer).collect();
    assert_eq!(answers[0].as_ref().unwrap().id, answers[1].as_ref().unwrap().id);
    assert_eq!(answers[2], Err(too_much(0)), "both see each other in one batch");
}

async fn a_return_that_is_refused_comes_back_and_may_be_tried_again(bank: StoreUnderTest) {
    let (decider, ana, id) = (decider(&bank), bank.log_in(ANA).await, came(&bank, 500).await);
    let back = returns(&decider, ana, "once", (id, 500)).await.unwrap();
    let settled = |verdict| Command::Hub(HubMessage::Settlement(back.id, verdict));
    let rejected = Settlement::Rejected { reason: Reason::AccountClosed };
    let (answer, effects) = tell(&decider, settled(rejected.clone())).await;
    assert_eq!(
        (answer.unwrap().status, &*effects[0].kind),
        (Status::Rejected, "codepix.v1.TransferRefunded")
    );
    tell(&decider, settled(rejected)).await.0.unwrap();
    assert_eq!(bank.balance(ANA).await, OPENING + 500);
    assert_eq!(bank.statements.remaining(ANA, id).await.unwrap(), Cents::new(500));
    let again = returns(&decider, ana, "again", (id, 500)).await.unwrap();
    tell(&decider, Command::Hub(HubMessage::Settlement(again.id, confirmed()))).await.0.unwrap();
    assert_eq!(bank.transfer(again.id, Side::Out).await.unwrap().status, Status::Completed);
    assert_eq!(returns(&decider, ana, "more", (id, 1)).await, Err(too_much(0)));
}

async fn of_two_instances_at_once_only_one_returns_the_last_cent(bank: StoreUnderTest) {
    let instances: Vec<_> = (0..12).map(|_| decider(&bank)).collect();
    let (ana, id) = (bank.log_in(ANA).await, came(&bank, 500).await);
    let all = instances.iter().enumerate().map(|(number, instance)| async move {
        returns(instance, ana, &format!("r{number}"), (id, 200)).await
    });
    let answers = futures::future::join_all(all).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2);
    assert!(answers.iter().all(|answer| answer.is_ok() || *answer == Err(too_much(100))), "{answers:?}");
    assert_eq!(bank.balance(ANA).await, OPENING + 500 - 400);
}

fn brought_back(number: u64, original: EndToEndId, cents: i64) -> ReturnForwarded {
    let id = EndToEndId::mint_return(them(), now(), number);
    let (key, instrument) = (original.to_string(), Instrument::Manual);
    let money = Forwarded { id, key, account: None, instrument, ..forwarded(number, cents, ANA) };
    ReturnForwarded { money, original, reason: ReturnReason::Fraud }
}

fn comes_back(returned: &ReturnForwarded) -> Command {
    Command::Hub(HubMessage::Returned(Box::new(returned.clone())))
}

/// Ana sent so much, and it arrived.
async fn went(bank: &StoreUnderTest, cents: i64) -> EndToEndId {
    let (transfer, change) = sent(1, cents);
    bank.commit(&[change]).await.unwrap();
    bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
    transfer.id
}

async fn what_comes_back_is_credited_once_and_shown_with_what_was_sent(bank: StoreUnderTest) {
    let (decider, id) = (decider(&bank), went(&bank, 1000).await);
    let part = brought_back(1, id, 400);
    for _ in 0..2 {
        let (answer, effects) = tell(&decider, comes_back(&part)).await;
        assert_eq!((answer.unwrap().account, &*effects[0].kind), (Some(ANA), "codepix.v1.TransferConfirmed"));
    }
    assert_eq!(bank.balance(ANA).await, OPENING - 600);
    let shown = bank.statements.returns(ANA, id).await.unwrap();
    let shown: Vec<_> = shown.into_iter().map(|(back, reason)| (back.id, back.side, reason)).collect();
    assert_eq!(shown, [(part.money.id, Side::In, ReturnReason::Fraud)]);
    let other = brought_back(1, id, 401);
    let contradiction = Err(Refusal::Contradiction(Contradiction::OtherOrder));
    assert_eq!(tell(&decider, comes_back(&other)).await.0, contradiction);
    let ana = bank.log_in(ANA).await;
    let of_a_return = Err(Refusal::Return(ReturnRefusal::OfAReturn));
    assert_eq!(returns(&decider, ana, "back-and-forth", (part.money.id, 1)).await, of_a_return);
}

async fn a_closed_account_refuses_what_comes_back(bank: StoreUnderTest) {
    let (decider, id) = (decider(&bank), went(&bank, 1000).await);
    bank.close(ANA).await;
    let (answer, effects) = tell(&decider, comes_back(&brought_back(1, id, 400))).await;
    assert_eq!(
        (answer.unwrap().status, &*effects[0].kind),
        (Status::Rejected, "codepix.v1.TransferRejected")
    );
    assert_eq!(bank.balance(ANA).await, OPENING - 1000);
    assert_eq!(bank.statements.returns(ANA, id).await.unwrap(), [], "to her it never happened");
    let unknown = EndToEndId::mint(us(), now(), 99);
    let (answer, _) = tell(&decider, comes_back(&brought_back(2, unknown, 1))).await;
    assert_eq!(answer.unwrap().reason, Some(Reason::AccountUnknown));
}

async fn what_is_on_its_way_cannot_come_back_yet(bank: StoreUnderTest) {
    let (decider, (transfer, change)) = (decider(&bank), sent(1, 1000));
    bank.commit(&[change]).await.unwrap();
    let early = tell(&decider, comes_back(&brought_back(1, transfer.id, 400))).await.0;
    assert_eq!(early, Err(Refusal::Contradiction(Contradiction::NoSuchStep(Status::Pending))));
    bank.commit(&[settled(&transfer, &confirmed())]).await.unwrap();
    let (answer, _) = tell(&decider, comes_back(&brought_back(1, transfer.id, 400))).await;
    assert_eq!(answer.unwrap().status, Status::Completed);
}
