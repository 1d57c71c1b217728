//! Two customers, another bank, and the changes that transfers come to by the rules themselves.

use bank_api::{
    adapters::messages::Codec,
    application::{Change, Command, Encoder as _, HubMessage},
    domain::{
        Account, AccountId, Context, Decision, Forwarded, Idempotency, Order, OurBank, Pin, PinState,
        Settlement, Transfer, receive, send, settle,
    },
};
use pix::{Cents, EndToEndId, Instrument, Ispb, Party, PixKey, Reason, Timestamp};
use std::sync::LazyLock;

pub const ANA: AccountId = AccountId(100_001);
pub const BIA: AccountId = AccountId(100_002);
/// What each has in the beginning.
pub const OPENING: i64 = 10_000;

pub fn ipe() -> OurBank {
    OurBank { code: "001".parse().unwrap(), ispb: us(), name: "Banco Ipê".into() }
}

pub fn us() -> Ispb {
    "10000001".parse().unwrap()
}

pub fn them() -> Ispb {
    "20000002".parse().unwrap()
}

/// Microseconds, as the database keeps them.
pub fn now() -> Timestamp {
    Timestamp::from_microsecond(1_700_000_000_123_456).unwrap()
}

/// The digest of every PIN that is right.
pub const PIN: [u8; 32] = [7; 32];

pub fn account(id: AccountId, cents: i64) -> Account {
    Account {
        id,
        holder: if id == ANA { "Ana Lima".into() } else { "Bia Reis".into() },
        tax_id: if id == ANA { "52998224725" } else { "11144477735" }.parse().unwrap(),
        balance: Cents::new(cents),
        open: true,
        pin: Pin { digest: PIN, state: PinState::default() },
    }
}

/// An order to pay somebody at another bank.
pub fn order(number: u64, cents: i64) -> Order {
    Order {
        id: EndToEndId::mint(us(), now(), number),
        amount: Cents::new(cents),
        key: PixKey::detect("caio@example.com").unwrap(),
        description: String::new(),
        entry_id: None,
        txid: None,
        instrument: Instrument::Key,
        idempotency: Idempotency { key: format!("request-{number}"), hash: [1; 32] },
        pin: PIN,
    }
}

/// With its message, which a question is asked by.
fn change((decision, transfer): (Decision, Transfer)) -> Change {
    let message = decision.outgoing.as_ref().map(|outgoing| codec().encode(&transfer, outgoing));
    Change { decision, message, grounds: None }
}

pub fn codec() -> Codec {
    Codec { bank: ipe().code }
}

fn here() -> Context<'static> {
    static BANK: LazyLock<OurBank> = LazyLock::new(ipe);
    Context { bank: &BANK, now: now() }
}

/// Ana sends, as it is decided when she has all of her opening money.
pub fn sent(number: u64, cents: i64) -> (Transfer, Change) {
    let (decision, answer) = send(&account(ANA, OPENING), None, &order(number, cents), here());
    let transfer = answer.unwrap();
    (transfer.clone(), change((decision, transfer)))
}

pub fn caio() -> Party {
    Party {
        ispb: them(),
        bank_name: "Banco Maré".into(),
        branch: "0001".into(),
        account: "100001".into(),
        name: "Caio Melo".into(),
        tax_id_masked: "***.982.247-**".into(),
    }
}

pub fn confirmed() -> Settlement {
    Settlement::Confirmed { payee: caio(), at: now() }
}

pub fn rejected() -> Settlement {
    Settlement::Rejected { reason: Reason::UnknownKey }
}

/// The hub's verdict on what was sent.
pub fn settled(transfer: &Transfer, verdict: &Settlement) -> Change {
    change(settle(Some(transfer), verdict, now()).unwrap())
}

/// Caio pays.
pub fn forwarded(number: u64, cents: i64, to: AccountId) -> Forwarded {
    Forwarded {
        id: EndToEndId::mint(them(), now(), number),
        amount: Cents::new(cents),
        key: "ana@example.com".into(),
        description: String::new(),
        payer: caio(),
        account: Some(to),
        txid: None,
        instrument: Instrument::Key,
        accepted_at: None,
    }
}

pub fn received(number: u64, cents: i64, to: AccountId) -> Change {
    let forwarded = forwarded(number, cents, to);
    change(receive(None, (Some(&account(to, OPENING)), None), &forwarded, here()).unwrap())
}

pub fn brought(forwarded: Forwarded) -> Command {
    Command::Hub(HubMessage::Forwarded(Box::new(forwarded)))
}
