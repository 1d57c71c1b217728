//! What banks write to their topics, from the bytes to the state and to what the hub says about it.

use crate::{
    samples::*,
    test_hub::{TestHub, soon},
};
use codepix::{
    adapters::memory::MemoryTransfers,
    application::KeyCommand,
    domain::{Status, Transfer},
};
use codepix_proto::topic;
use codepix_proto::v1::{
    self, FromBank, ToBank, TransferCompleted, TransferConfirmed, TransferRequested, from_bank::Body, to_bank,
};
use engine::Publish as _;
use outbox::{DeadLetterPage, Log as _, Message};
use prost::Message as _;

fn request(number: u32) -> TransferRequested {
    TransferRequested {
        end_to_end_id: id(&ipe(), number).to_string(),
        amount_cents: 1050,
        key: "maria@example.com".into(),
        description: "almoço".into(),
        entry_id: String::new(),
        payer: Some((&order().payer).into()),
        accepted_at: None,
        txid: String::new(),
        instrument: v1::Instrument::Key.into(),
    }
}

fn confirmation(number: u32) -> Body {
    let payee = v1::Party { ispb: "20000002".into(), name: "Maria".into(), ..v1::Party::default() };
    let end_to_end_id = id(&ipe(), number).to_string();
    Body::Confirmed(TransferConfirmed { end_to_end_id, payee: Some(payee), confirmed_at: None })
}

fn on(topic: &str, message_id: &str, body: Body) -> Message {
    let payload = FromBank { body: Some(body) }.encode_to_vec();
    Message { payload, ..message(message_id, topic) }
}

/// A hub that knows Maria's key, with the store it writes to.
async fn hub() -> (TestHub, MemoryTransfers) {
    let store = MemoryTransfers::default();
    let hub = TestHub::with_transfers(&store).await;
    let maria = KeyCommand::Register(registration(7, "maria@example.com", "88"));
    hub.app.keep_key(maria).await.unwrap().unwrap();
    (hub, store)
}

/// Puts `messages` into their topics and lets the hub read all there is.
async fn hear(hub: &TestHub, messages: Vec<Message>) {
    hub.broker.publish(messages).await;
    soon(hub.consumer.lock().await.step()).await;
}

/// What the hub has said to bank `code` since the last time.
async fn said_to(hub: &TestHub, code: &str) -> Vec<to_bank::Body> {
    let mut log = hub.broker.log("test", &topic::to_bank(code));
    let records = log.poll().await;
    log.commit_offsets().await;
    records.into_iter().map(|r| ToBank::decode(r.payload.as_slice()).unwrap().body.unwrap()).collect()
}

fn status(store: &MemoryTransfers, number: u32) -> Option<Status> {
    store.all().into_iter().find(|transfer: &Transfer| transfer.id == id(&ipe(), number)).map(|t| t.status)
}

#[tokio::test]
async fn a_transfer_goes_from_bank_to_bank_and_ends_completed() {
    let (hub, store) = hub().await;
    hear(&hub, vec![on(&from_ipe(), "1/request", Body::Requested(request(1)))]).await;
    let [to_bank::Body::Forwarded(forward)] = &said_to(&hub, "002").await[..] else { panic!("one forward") };
    assert_eq!((forward.amount_cents, forward.payee_account.as_str()), (1050, "88"));
    assert_eq!(store.questions.count(), 1);

    hear(&hub, vec![on(&from_mare(), "1/confirm", confirmation(1))]).await;
    let [to_bank::Body::Confirmed(verdict)] = &said_to(&hub, "001").await[..] else { panic!("one verdict") };
    let payee = verdict.payee.as_ref().unwrap();
    assert_eq!((payee.bank_name.as_str(), payee.name.as_str()), ("Banco Maré", "Maria"));

    let completed = Body::Completed(TransferCompleted { end_to_end_id: id(&ipe(), 1).to_string() });
    hear(&hub, vec![on(&from_ipe(), "1/complete", completed)]).await;
    assert_eq!((status(&store, 1), store.questions.count()), (Some(Status::Completed), 0));
}

#[tokio::test]
async fn what_is_paid_and_how_it_began_comes_along_and_a_bank_that_says_neither_pays_by_hand() {
    let (hub, _) = hub().await;
    let accepted_at = Some(codepix_proto::values::timestamp(at(-7)));
    let static_code = v1::Instrument::StaticCode.into();
    let code =
        TransferRequested { txid: "coffee".into(), instrument: static_code, accepted_at, ..request(1) };
    let old = TransferRequested { instrument: 0, ..request(2) };
    hear(&hub, vec![on(&from_ipe(), "1", Body::Requested(code)), on(&from_ipe(), "2", Body::Requested(old))])
        .await;
    let said = said_to(&hub, "002").await;
    let [to_bank::Body::Forwarded(by_code), to_bank::Body::Forwarded(by_hand)] = &said[..] else {
        panic!("{said:?}")
    };
    assert_eq!(
        (by_code.txid.as_str(), by_code.instrument, by_code.accepted_at),
        ("coffee", static_code, accepted_at)
    );
    assert_eq!((by_hand.txid.as_str(), by_hand.instrument, by_hand.accepted_at), ("", 0, None));
}

#[tokio::test]
async fn a_repeat_is_answered_to_its_sender_and_never_passed_on() {
    let (hub, store) = hub().await;
    let asked = on(&from_ipe(), "1/request", Body::Requested(request(1)));
    hear(&hub, vec![asked.clone(), asked.clone()]).await;
    assert_eq!(said_to(&hub, "002").await.len(), 1);
    hear(
        &hub,
        vec![on(&from_mare(), "1/confirm", confirmation(1)), on(&from_mare(), "1/confirm", confirmation(1))],
    )
    .await;
    assert_eq!(said_to(&hub, "001").await.len(), 1);
    hear(&hub, vec![asked]).await;
    assert_eq!((said_to(&hub, "001").await.len(), said_to(&hub, "002").await.len()), (1, 0));
    assert_eq!(status(&store, 1), Some(Status::Confirmed));
}

#[tokio::test]
async fn what_nobody_can_act_on_is_put_aside_and_the_rest_goes_on() {
    let (hub, store) = hub().await;
    let garbage = Message { payload: vec![0xff; 9], ..message("garbage", &from_ipe()) };
    let empty = Message { payload: Vec::new(), ..message("empty", &from_ipe()) };
    let nameless = TransferRequested { end_to_end_id: "E1".into(), ..request(1) };
    let batch = vec![
        garbage.clone(),
        empty,
        on(&from_ipe(), "no id", Body::Requested(nameless)),
        on(&topic::from_bank("009"), "stranger", Body::Requested(request(1))),
        on(&from_mare(), "for another", Body::Requested(request(1))),
        on(&from_mare(), "unknown", confirmation(1)),
        on(&from_ipe(), "good", Body::Requested(request(2))),
        on(&from_ipe(), "forged", confirmation(2)),
    ];
    hear(&hub, batch).await;
    hear(&hub, vec![garbage]).await;
    assert_eq!(store.all().len(), 1);
    assert_eq!(status(&store, 2), Some(Status::Pending));
    let page = DeadLetterPage { limit: 100, ..DeadLetterPage::default() };
    let letters = hub.app.dead_letters.list(&page).await.unwrap().letters;
    let mut parked: Vec<_> = letters.iter().map(|s| (s.letter.message_id.as_str(), s.count)).collect();
    parked.sort_unstable();
    let expected = [
        ("empty", 1),
        ("for another", 1),
        ("forged", 1),
        ("garbage", 2),
        ("no id", 1),
        ("stranger", 1),
        ("unknown", 1),
    ];
    assert_eq!(parked, expected);
}

#[tokio::test]
async fn a_wrong_request_with_a_readable_id_is_rejected_so_that_its_payer_is_refunded() {
    let (hub, store) = hub().await;
    let stranger = v1::Party { ispb: "20000002".into(), ..v1::Party::from(&order().payer) };
    let nul = v1::Party { name: "Jo\0ão".into(), ..v1::Party::from(&order().payer) };
    let wrong = [
        TransferRequested { amount_cents: 0, ..request(1) },
        TransferRequested { amount_cents: -5, ..request(2) },
        TransferRequested { key: "nonsense".into(), ..request(3) },
        TransferRequested { description: "x".repeat(141), ..request(4) },
        TransferRequested { entry_id: "not a uuid".into(), ..request(5) },
        TransferRequested { payer: None, ..request(6) },
        TransferRequested { payer: Some(stranger), ..request(7) },
        TransferRequested { payer: Some(nul), ..request(8) },
    ];
    let messages = wrong.into_iter().map(|wrong| on(&from_ipe(), "wrong", Body::Requested(wrong))).collect();
    hear(&hub, messages).await;
    for number in 1..=8 {
        assert_eq!(status(&store, number), Some(Status::Rejected), "{number}");
    }
    let verdicts = said_to(&hub, "001").await;
    assert_eq!(verdicts.len(), 8);
    for verdict in verdicts {
        let to_bank::Body::Rejected(rejected) = verdict else { panic!("{verdict:?}") };
        assert_eq!(rejected.reason(), v1::RejectionReason::Malformed);
    }
}
