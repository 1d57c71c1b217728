//! Charges in the books, on memory and on PostgreSQL: paid once, by whoever comes first; and never on what was read before.

use crate::{
    batch::{decider, pay},
    informed_books::whenever_it_was_read,
    samples::*,
    store_under_test::StoreUnderTest,
};
use bank_api::{
    application::{Change, ChargeOf, ChargePage, Command, NewCharge, Refusal, Wanted, WorkingCopy, Written},
    domain::{
        AccountId, Charge, ChargeStatus, Context, Forwarded, HeldKey, Idempotency, KeyStatus, SendRefusal,
        Side, Status, receive,
    },
};
use engine::{CommitError, Outcome, process};
use pix::{Cents, Instrument, KeyKind, PixKey, Reason, Txid};
use uuid::Uuid;

whenever_it_was_read!(
    of_forty_payers_of_another_bank_one_pays_and_the_others_are_refused,
    of_two_payers_of_the_same_bank_the_second_is_told_before_any_money_moves,
    a_static_charge_is_paid_by_everybody,
    what_was_taken_back_meanwhile_is_not_paid,
    a_charge_is_written_once_for_an_open_account_that_has_its_key,
    charges_are_listed_by_how_they_stand,
    a_key_that_is_gone_takes_its_open_charges_along,
);

const KEY: &str = "bia@example.com";

fn dynamic() -> Txid {
    "C".repeat(32).parse().unwrap()
}

fn charge() -> Charge {
    Charge {
        account: BIA,
        txid: dynamic(),
        key: PixKey::detect(KEY).unwrap(),
        amount: Some(Cents::new(50)),
        description: "coffee".into(),
        label: "table 4".into(),
        token: Some("t".repeat(26)),
        created_at: now(),
        expires_at: None,
        removed_at: None,
        paid: None,
        version: 1,
    }
}

fn of_request(charge: Charge, request: &str) -> NewCharge {
    NewCharge { charge, idempotency: Idempotency { key: request.into(), hash: [3; 32] } }
}

/// Bia has her key, and asks for money.
async fn bia_asks(bank: &StoreUnderTest, charge: Charge) {
    let key = HeldKey {
        entry_id: Uuid::from_u128(7),
        account: BIA,
        kind: KeyKind::Email,
        key: Some(charge.key.clone()),
        status: KeyStatus::Active,
        created_at: now(),
    };
    bank.keys.adopt(&key).await.unwrap();
    let request = charge.txid.to_string();
    assert_eq!(bank.charges.write(&of_request(charge, &request)).await.unwrap(), Written::Now);
}

fn naming(number: u64, txid: Txid) -> Forwarded {
    Forwarded { txid: Some(txid), instrument: Instrument::DynamicCode, ..forwarded(number, 50, BIA) }
}

async fn paid(bank: &StoreUnderTest, txid: &Txid) -> (ChargeStatus, usize) {
    let found = bank.charges.find(BIA, txid).await.unwrap().unwrap();
    (found.charge.status(now()), found.payments.len())
}

async fn of_forty_payers_of_another_bank_one_pays_and_the_others_are_refused(bank: StoreUnderTest) {
    bia_asks(&bank, charge()).await;
    let batch: Vec<_> = (1..=40).map(|number| brought(naming(number, dynamic()))).collect();
    for _ in 0..2 {
        let processed = process(&decider(&bank), &batch).await.whole().unwrap();
        assert_eq!(processed[0].answer.as_ref().unwrap().status, Status::Completed);
        for later in &processed[1..] {
            let transfer = later.answer.as_ref().unwrap();
            assert_eq!((transfer.status, transfer.reason), (Status::Rejected, Some(Reason::ChargePaid)));
            assert_eq!(later.effects.len(), 1, "the hub is told, and the payer refunded");
        }
        assert_eq!(bank.balance(BIA).await, OPENING + 50);
        assert_eq!(paid(&bank, &dynamic()).await, (ChargeStatus::Paid, 1));
    }
}

fn order(session: [u8; 32], request: &str, txid: Txid) -> Command {
    let Command::Send(mut order) = pay(session, request, 50) else { panic!("it is an order") };
    order.key = PixKey::detect(KEY).unwrap();
    order.txid = Some(txid);
    Command::Send(order)
}

async fn of_two_payers_of_the_same_bank_the_second_is_told_before_any_money_moves(bank: StoreUnderTest) {
    bia_asks(&bank, charge()).await;
    let ana = bank.log_in(ANA).await;
    let unknown: Txid = "X".repeat(32).parse().unwrap();
    let batch = [order(ana, "a", dynamic()), order(ana, "b", dynamic()), order(ana, "c", unknown)];
    let processed = process(&decider(&bank), &batch).await.whole().unwrap();
    assert_eq!(processed[0].answer.as_ref().unwrap().status, Status::Completed);
    let refused = |reason| Err(Refusal::Send(SendRefusal::Charge(reason)));
    assert_eq!(processed[1].answer, refused(Reason::ChargePaid));
    assert_eq!(processed[2].answer, refused(Reason::ChargeUnknown));
    assert_eq!((bank.balance(ANA).await, bank.balance(BIA).await), (OPENING - 50, OPENING + 50));
    assert_eq!(paid(&bank, &dynamic()).await, (ChargeStatus::Paid, 1));
}

async fn a_static_charge_is_paid_by_everybody(bank: StoreUnderTest) {
    let txid: Txid = "PED7".parse().unwrap();
    bia_asks(&bank, Charge { txid: txid.clone(), token: None, ..charge() }).await;
    let batch: Vec<_> = (1..=3).map(|number| brought(naming(number, txid.clone()))).collect();
    let processed = process(&decider(&bank), &batch).await.whole().unwrap();
    assert!(processed.iter().all(|one| one.answer.as_ref().unwrap().status == Status::Completed));
    assert_eq!(paid(&bank, &txid).await, (ChargeStatus::Open, 3));
}

/// As a batch would decide it, on what `copy` has.
fn decided(copy: &WorkingCopy, number: u64) -> Change {
    let bank = ipe();
    let context = Context { bank: &bank, now: now() };
    let forwarded = naming(number, dynamic());
    let payee = (copy.account(BIA), copy.charge(BIA, forwarded.txid.as_ref()));
    let (decision, _) = receive(None, payee, &forwarded, context).unwrap();
    Change { decision, ..Change::default() }
}

async fn loaded(bank: &StoreUnderTest) -> WorkingCopy {
    let charges = vec![(ChargeOf::Account(BIA), dynamic())];
    let wanted = Wanted { accounts: vec![BIA], charges, ..Wanted::default() };
    bank.books.load(&wanted).await.unwrap()
}

async fn what_was_taken_back_meanwhile_is_not_paid(bank: StoreUnderTest) {
    bia_asks(&bank, charge()).await;
    let before = loaded(&bank).await;
    let removed = bank.charges.remove(BIA, &dynamic(), now()).await.unwrap().unwrap();
    assert_eq!(removed.status(now()), ChargeStatus::Removed);
    match bank.books.commit(&before.read, &[decided(&before, 1)]).await {
        Ok(outcomes) => assert_eq!(outcomes, [Outcome::Stale]),
        Err(error) => assert!(matches!(error, CommitError::Conflict(_)), "{error:?}"),
    }
    assert_eq!(bank.transfer(forwarded(1, 50, BIA).id, Side::In).await, None);
    assert_eq!(bank.balance(BIA).await, OPENING);

    let processed = process(&decider(&bank), &[brought(naming(1, dynamic()))]).await.whole().unwrap();
    assert_eq!(processed[0].answer.as_ref().unwrap().reason, Some(Reason::ChargeRemoved));
}

async fn a_charge_is_written_once_for_an_open_account_that_has_its_key(bank: StoreUnderTest) {
    let write =
        async |charge: Charge, request: &str| bank.charges.write(&of_request(charge, request)).await.unwrap();
    assert_eq!(write(charge(), "a").await, Written::NotPayable, "she has no such key");
    bia_asks(&bank, charge()).await;
    let another =
        |txid: &str| Charge { txid: txid.repeat(30).parse().unwrap(), token: Some(txid.into()), ..charge() };
    let again = bank.charges.write(&of_request(another("d"), dynamic().as_str())).await.unwrap();
    assert_eq!(again, Written::Before(Box::new(charge())), "the same request is the same charge");
    let other = Idempotency { key: dynamic().to_string(), hash: [4; 32] };
    let reused = NewCharge { charge: another("e"), idempotency: other };
    assert_eq!(bank.charges.write(&reused).await.unwrap(), Written::KeyReused);
    assert_eq!(write(Charge { account: ANA, ..another("f") }, "f").await, Written::NotPayable);
    assert_eq!(bank.charges.by_token(&"t".repeat(26)).await.unwrap(), Some(charge()));
    assert_eq!(bank.charges.by_token("nobody's").await.unwrap(), None);
    bank.close(BIA).await;
    assert_eq!(write(another("g"), "g").await, Written::NotPayable);
}

async fn charges_are_listed_by_how_they_stand(bank: StoreUnderTest) {
    bia_asks(&bank, charge()).await;
    let page = async |account: AccountId, status: Option<ChargeStatus>, after: Option<&Txid>| {
        let page = ChargePage { status, after, limit: 10, now: now() };
        let charges = bank.charges.page(account, page).await.unwrap();
        charges.into_iter().map(|charge| charge.txid.to_string()).collect::<Vec<_>>()
    };
    let expired = Charge {
        txid: "D".repeat(32).parse().unwrap(),
        token: Some("d".into()),
        expires_at: Some(now()),
        ..charge()
    };
    bia_asks(&bank, expired.clone()).await;
    let (first, second) = ("D".repeat(32), "C".repeat(32));
    assert_eq!(page(BIA, None, None).await, [first.clone(), second.clone()]);
    assert_eq!(page(BIA, None, Some(&expired.txid)).await, std::slice::from_ref(&second));
    assert_eq!(page(BIA, Some(ChargeStatus::Open), None).await, std::slice::from_ref(&second));
    assert_eq!(page(BIA, Some(ChargeStatus::Expired), None).await, [first]);
    process(&decider(&bank), &[brought(naming(1, dynamic()))]).await.whole().unwrap();
    assert_eq!(page(BIA, Some(ChargeStatus::Paid), None).await, [second]);
    assert!(page(BIA, Some(ChargeStatus::Removed), None).await.is_empty());
    assert!(page(ANA, None, None).await.is_empty());
}

async fn a_key_that_is_gone_takes_its_open_charges_along(bank: StoreUnderTest) {
    bia_asks(&bank, charge()).await;
    let paid_before = Charge { txid: "D".repeat(32).parse().unwrap(), token: Some("d".into()), ..charge() };
    bia_asks(&bank, paid_before.clone()).await;
    let pays = naming(1, paid_before.txid.clone());
    process(&decider(&bank), &[brought(pays)]).await.whole().unwrap();

    let entry_id = Uuid::from_u128(7);
    assert!(bank.keys.give_up(entry_id).await.unwrap());
    assert_eq!(paid(&bank, &dynamic()).await.0, ChargeStatus::Open, "as long as the hub may still say no");
    bank.keys.forget(entry_id, KeyStatus::Removing).await.unwrap();
    assert_eq!(paid(&bank, &dynamic()).await.0, ChargeStatus::Removed);
    assert_eq!(paid(&bank, &paid_before.txid).await.0, ChargeStatus::Paid);
}
