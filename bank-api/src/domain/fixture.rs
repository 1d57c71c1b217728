//! People and money for the tests of the rules.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use super::{
    Account, AccountId, Context, Forwarded, Idempotency, Order, OurBank, Pin, PinState, ReturnForwarded,
    ReturnOrder, Transfer, receive,
};
use pix::{Cents, EndToEndId, Instrument, KeyKind, Party, PixKey, ReturnReason, TaxId, Timestamp};
use std::sync::LazyLock;

pub const NOW: Timestamp = Timestamp::constant(1_790_000_000, 0);
/// Where and when all of this is decided.
pub fn here() -> Context<'static> {
    static BANK: LazyLock<OurBank> = LazyLock::new(|| OurBank {
        code: "001".parse().unwrap(),
        ispb: "10000001".parse().unwrap(),
        name: "Banco Ipê".into(),
    });
    Context { bank: &BANK, now: NOW }
}

pub const PIN: [u8; 32] = [7; 32];

pub fn id() -> EndToEndId {
    EndToEndId::mint(here().bank.ispb, NOW, 42)
}

/// An account with R$ 100,00.
pub fn account(number: i64) -> Account {
    Account {
        id: AccountId(number),
        holder: format!("Person {number}"),
        tax_id: TaxId::parse("52998224725").unwrap(),
        balance: Cents::new(10_000),
        open: true,
        pin: Pin { digest: PIN, state: PinState::default() },
    }
}

pub fn order(cents: i64) -> Order {
    Order {
        id: id(),
        amount: Cents::new(cents),
        key: PixKey::parse(KeyKind::Email, "bia@example.com").unwrap(),
        description: String::new(),
        entry_id: None,
        txid: None,
        instrument: Instrument::Key,
        idempotency: Idempotency { key: "once".into(), hash: [1; 32] },
        pin: PIN,
    }
}

pub fn payer() -> Party {
    Party {
        ispb: "20000002".parse().unwrap(),
        bank_name: "Banco Maré".into(),
        branch: "0001".into(),
        account: "100001".into(),
        name: "Ana".into(),
        tax_id_masked: "***.982.247-**".into(),
    }
}

pub fn forwarded(cents: i64) -> Forwarded {
    Forwarded {
        id: EndToEndId::mint("20000002".parse().unwrap(), NOW, 7),
        amount: Cents::new(cents),
        key: "bia@example.com".into(),
        description: String::new(),
        payer: payer(),
        account: Some(AccountId(100_002)),
        txid: None,
        instrument: Instrument::Key,
        accepted_at: Some(NOW),
    }
}

/// Our side of money that account 100,002 received.
pub fn came(cents: i64) -> Transfer {
    receive(None, Some(&account(100_002)), &forwarded(cents), here()).unwrap().1
}

/// An order to give back a part of it.
pub fn return_order(cents: i64) -> ReturnOrder {
    ReturnOrder {
        id: EndToEndId::mint_return(here().bank.ispb, NOW, 43),
        original: forwarded(1).id,
        amount: Cents::new(cents),
        reason: ReturnReason::Customer,
        description: "too much".into(),
        idempotency: Idempotency { key: "back".into(), hash: [2; 32] },
        pin: PIN,
    }
}

/// The other bank gives back a part of what was ordered here.
pub fn return_forwarded(cents: i64) -> ReturnForwarded {
    let original = id();
    let money = Forwarded {
        id: EndToEndId::mint_return("20000002".parse().unwrap(), NOW, 8),
        key: original.to_string(),
        account: None,
        instrument: Instrument::Manual,
        ..forwarded(cents)
    };
    ReturnForwarded { money, original, reason: ReturnReason::Fraud }
}
