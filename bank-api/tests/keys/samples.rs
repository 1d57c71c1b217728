//! Two banks, three customers, and their keys.

use bank_api::{
    application::KeyRequest,
    domain::{Account, AccountId, HeldKey, KeyStatus, OurBank, Pin, PinState},
};
use pix::{Cents, KeyKind, PixKey, Timestamp};
use uuid::Uuid;

pub const MARIA: AccountId = AccountId(100_001);
pub const JOAO: AccountId = AccountId(100_002);
pub const BAKERY: AccountId = AccountId(100_003);

pub const MARIA_CPF: &str = "52998224725";
pub const JOAO_CPF: &str = "11144477735";
pub const BAKERY_CNPJ: &str = "11222333000181";

pub fn ipe() -> OurBank {
    OurBank { code: "001".parse().unwrap(), ispb: "10000001".parse().unwrap(), name: "Banco Ipê".into() }
}

pub fn mare() -> OurBank {
    OurBank { code: "002".parse().unwrap(), ispb: "20000002".parse().unwrap(), name: "Banco Maré".into() }
}

/// Microseconds, as the database keeps them.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_microsecond((1_790_000_000 + second) * 1_000_000 + 123_456).unwrap()
}

pub fn customers() -> [Account; 3] {
    let customer = |id, holder: &str, tax_id: &str| Account {
        id,
        holder: holder.into(),
        tax_id: tax_id.parse().unwrap(),
        balance: Cents::new(100_000),
        open: true,
        pin: Pin { digest: [7; 32], state: PinState::default() },
    };
    [
        customer(MARIA, "Maria da Silva", MARIA_CPF),
        customer(JOAO, "João Souza", JOAO_CPF),
        customer(BAKERY, "Padaria Zélia Ltda.", BAKERY_CNPJ),
    ]
}

pub fn key(text: &str) -> PixKey {
    PixKey::detect(text).unwrap()
}

pub fn email(text: &str) -> KeyRequest {
    KeyRequest::read(KeyKind::Email, Some(text)).unwrap()
}

pub fn random() -> KeyRequest {
    KeyRequest::read(KeyKind::Random, None).unwrap()
}

/// A key as the store has it.
pub fn held(entry: u128, account: AccountId, text: &str, status: KeyStatus) -> HeldKey {
    let key = key(text);
    let entry_id = Uuid::from_u128(entry);
    HeldKey { entry_id, account, kind: key.kind(), key: Some(key), status, created_at: at(0) }
}

/// The intent to get a random key.
pub fn undrawn(entry: u128, account: AccountId) -> HeldKey {
    HeldKey {
        entry_id: Uuid::from_u128(entry),
        account,
        kind: KeyKind::Random,
        key: None,
        status: KeyStatus::Registering,
        created_at: at(0),
    }
}
