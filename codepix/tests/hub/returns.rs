//! Returns, decided and stored: counted with what they give back, kept until that has arrived, one outcome for both.

use crate::{fixture::Fixture, samples::*};
use codepix::{
    application::{HeldReturn, Returns, RouteTransfers, TransferChange},
    domain::{Command, Feature, Features, Instruction, ReturnOrder, Status, Transfer},
};
use engine::{CommitError, Outcome, process};
use outbox::{Message, Question, Questions};
use pix::{Cents, EndToEndId, Party, Reason, ReturnReason};

testing::on_both!(
    crate::fixture;
    a_return_waits_until_what_it_gives_back_has_arrived,
    a_return_in_the_same_batch_as_the_end_of_what_it_gives_back_is_forwarded_once,
    two_returns_that_do_not_see_each_other_do_not_both_count,
    a_return_that_was_decided_before_the_original_was_completed_is_decided_again,
    what_was_refused_is_free_again,
    no_store_counts_more_than_came,
    a_bank_that_announced_nothing_is_sent_no_return,
);

fn back(number: u32) -> EndToEndId {
    format!("D{}202611240030{number:011}", mare().ispb).parse().unwrap()
}

fn payee_party() -> Party {
    Party { ispb: mare().ispb, bank_name: mare().name, account: "88".into(), ..order().payer }
}

/// Maré gives back a part of the first transfer.
fn asked(number: u32, cents: i64) -> Instruction {
    let order = ReturnOrder {
        original: id(&ipe(), 1),
        amount: Cents::new(cents),
        reason: ReturnReason::Customer,
        description: String::new(),
        payer: payee_party(),
        accepted_at: None,
    };
    Instruction { id: back(number), sender: mare().ispb, command: Command::Return(Box::new(order)) }
}

fn said(number: u32, command: Command) -> Instruction {
    Instruction { id: back(number), sender: ipe().ispb, command }
}

async fn tell(hub: &RouteTransfers, instructions: &[Instruction]) -> Vec<Message> {
    let processed = process(hub, instructions).await.whole().unwrap();
    processed.into_iter().inspect(|it| assert_eq!(it.answer, Ok(()))).flat_map(|it| it.effects).collect()
}

async fn stored(fixture: &Fixture, id: EndToEndId) -> Transfer {
    fixture.stores.transfers.load(&[id]).await.unwrap().remove(0)
}

async fn held(fixture: &Fixture) -> usize {
    fixture.stores.transfers.held(&[id(&ipe(), 1)]).await.unwrap().len()
}

async fn open(questions: &dyn Questions) -> Vec<String> {
    questions.page("", 100).await.unwrap().messages.into_iter().map(|message| message.kind).collect()
}

/// The first transfer, confirmed.
async fn with_a_confirmed_transfer(fixture: &Fixture) -> RouteTransfers {
    fixture.stores.transfers.commit(&[change(pending(1))]).await.unwrap();
    fixture.stores.transfers.commit(&[change(confirmed(1))]).await.unwrap();
    let announced = fixture.stores.participants.announce(ipe().ispb, &[Feature::Returns].into()).await;
    assert_eq!(announced, Ok(true));
    fixture.route_transfers().await
}

const FORWARDED: &str = "codepix.v1.ReturnForwarded";

async fn a_return_waits_until_what_it_gives_back_has_arrived(fixture: Fixture) {
    let hub = with_a_confirmed_transfer(&fixture).await;
    assert_eq!(tell(&hub, &[asked(1, 50)]).await, []);
    assert_eq!(tell(&hub, &[asked(1, 50)]).await, [], "a repeat");
    assert_eq!((held(&fixture).await, open(fixture.questions.as_ref()).await), (1, vec![]));
    assert_eq!(stored(&fixture, id(&ipe(), 1)).await.returned, Cents::new(50));

    let released = tell(&hub, &[reported(1, Command::Complete)]).await;
    assert_eq!(released.iter().map(|message| message.kind.as_str()).collect::<Vec<_>>(), [FORWARDED]);
    assert_eq!(released[0].topic, to_ipe());
    assert_eq!((held(&fixture).await, open(fixture.questions.as_ref()).await), (0, vec![FORWARDED.into()]));

    let confirmed = tell(&hub, &[said(1, Command::Confirm(payee()))]).await;
    assert_eq!(confirmed[0].topic, to_mare(), "who returned is told");
    let instruction = Instruction { id: back(1), sender: mare().ispb, command: Command::Complete };
    tell(&hub, &[instruction]).await;
    assert_eq!(stored(&fixture, back(1)).await.status, Status::Completed);
    assert_eq!(open(fixture.questions.as_ref()).await, Vec::<String>::new());
}

async fn a_return_in_the_same_batch_as_the_end_of_what_it_gives_back_is_forwarded_once(fixture: Fixture) {
    let hub = with_a_confirmed_transfer(&fixture).await;
    let batch = [asked(1, 50), reported(1, Command::Complete), asked(2, 60), asked(1, 50)];
    let sent = tell(&hub, &batch).await;
    assert_eq!(sent.iter().filter(|message| message.kind == FORWARDED).count(), 2);
    assert_eq!((held(&fixture).await, open(fixture.questions.as_ref()).await.len()), (0, 2));
    assert_eq!(stored(&fixture, id(&ipe(), 1)).await.returned, Cents::new(110));
}

/// What a return comes to that was decided on `original`.
fn counted(original: &Transfer, number: u32, held: Option<Message>) -> TransferChange {
    let next = Transfer {
        id: back(number),
        key: original.id.to_string(),
        status: Status::Pending,
        destination: Some(ipe().ispb),
        payee: None,
        confirmed_at: None,
        completed_at: None,
        amount: Cents::new(600),
        version: 1,
        ..original.clone()
    };
    let returned = original.returned.checked_add(next.amount).unwrap();
    let original = Transfer { returned, version: original.version + 1, ..original.clone() };
    let returns = Some(Box::new(Returns::Counts { original, held }));
    TransferChange { next, question: Question::Keep, entry: None, returns }
}

async fn two_returns_that_do_not_see_each_other_do_not_both_count(fixture: Fixture) {
    with_a_confirmed_transfer(&fixture).await;
    let store = &fixture.stores.transfers;
    store.commit(&[change(completed(1))]).await.unwrap();
    let read = stored(&fixture, id(&ipe(), 1)).await;
    let both = [counted(&read, 1, None), counted(&read, 2, None)];
    assert_eq!(store.commit(&both).await.unwrap(), [Outcome::Committed, Outcome::Stale]);
    assert_eq!(store.commit(&both[1..]).await.unwrap(), [Outcome::Stale]);
    assert!(store.load(&[back(2)]).await.unwrap().is_empty(), "neither row of it is written");
    assert_eq!(stored(&fixture, read.id).await.returned, Cents::new(600));
}

async fn a_return_that_was_decided_before_the_original_was_completed_is_decided_again(fixture: Fixture) {
    let hub = with_a_confirmed_transfer(&fixture).await;
    let store = &fixture.stores.transfers;
    let read = stored(&fixture, id(&ipe(), 1)).await;
    let kept = counted(&read, 1, Some(message("D/forward", &to_ipe())));
    store.commit(&[change(completed(1))]).await.unwrap();
    assert_eq!(store.commit(&[kept]).await.unwrap(), [Outcome::Stale], "nobody would ever release it");
    assert_eq!(held(&fixture).await, 0);
    assert_eq!(tell(&hub, &[asked(1, 50)]).await.len(), 1);

    // The other way round: what completes it does not know of the return.
    let late = TransferChange { next: completed(1), question: Question::Close, entry: None, returns: None };
    assert_eq!(store.commit(&[late]).await.unwrap(), [Outcome::Stale]);
}

async fn what_was_refused_is_free_again(fixture: Fixture) {
    let hub = with_a_confirmed_transfer(&fixture).await;
    tell(&hub, &[reported(1, Command::Complete), asked(1, 1050)]).await;
    let refused = tell(&hub, &[asked(2, 1)]).await;
    assert_eq!(refused[0].kind, "codepix.v1.TransferRejected");
    assert_eq!(stored(&fixture, back(2)).await.reason, Some(Reason::ReturnTooLarge));
    tell(&hub, &[said(1, Command::Reject(Reason::AccountClosed))]).await;
    assert_eq!(stored(&fixture, id(&ipe(), 1)).await.returned, Cents::ZERO);
    assert_eq!(tell(&hub, &[asked(3, 1050)]).await[0].kind, FORWARDED);
}

async fn no_store_counts_more_than_came(fixture: Fixture) {
    with_a_confirmed_transfer(&fixture).await;
    let read = stored(&fixture, id(&ipe(), 1)).await;
    let wrong = Transfer { returned: Cents::new(500), ..read };
    let too_much = counted(&wrong, 1, None);
    let committed = fixture.stores.transfers.commit(&[too_much]).await;
    assert!(matches!(committed, Err(CommitError::Data(_))), "{committed:?}");
    assert_eq!(fixture.stores.transfers.held(&[wrong.id]).await.unwrap(), Vec::<HeldReturn>::new());
}

async fn a_bank_that_announced_nothing_is_sent_no_return(fixture: Fixture) {
    let hub = with_a_confirmed_transfer(&fixture).await;
    tell(&hub, &[reported(1, Command::Complete)]).await;
    // It was replaced by a program that knows less.
    fixture.stores.participants.announce(ipe().ispb, &Features::new()).await.unwrap();
    let hub = fixture.route_transfers().await;
    let refused = tell(&hub, &[asked(1, 50)]).await;
    assert_eq!((refused[0].topic.clone(), &*refused[0].kind), (to_mare(), "codepix.v1.TransferRejected"));
    assert_eq!(stored(&fixture, back(1)).await.reason, Some(Reason::Unsupported));
}
