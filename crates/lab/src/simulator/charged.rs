//! Charges that customers ask to be paid: each by whoever comes first, and by nobody else.

use super::chance::Chance;
use bank_api::{
    adapters::memory::MemoryBooks,
    domain::{AccountId, Charge, Idempotency, Side, Status},
};
use pix::{Cents, PixKey, Timestamp, Txid};

/// Of each open account with a key.
const CHARGES: usize = 2;

/// A charge, and at which bank it is paid.
#[derive(Debug, Clone)]
pub struct Asked {
    pub bank: usize,
    pub account: AccountId,
    pub key: PixKey,
    pub txid: Txid,
    pub amount: Cents,
}

/// The holder of `key` asks for money, some of it in vain.
pub fn ask(
    books: &MemoryBooks,
    bank: usize,
    (account, key): (AccountId, &PixKey),
    chance: &Chance,
) -> Vec<Asked> {
    let charge = |number: usize| {
        let name = format!("{:0<26}", format!("CHARGE{bank}X{}X{number}X", account.0));
        let txid: Txid = name.parse().expect("letters and digits");
        let amount = Cents::new(1 + chance.below(500) as i64);
        let removed_at = chance.happens(150).then_some(Timestamp::UNIX_EPOCH);
        let charge = Charge {
            account,
            txid: txid.clone(),
            key: key.clone(),
            amount: Some(amount),
            description: String::new(),
            label: String::new(),
            token: Some(name.clone()),
            created_at: Timestamp::UNIX_EPOCH,
            expires_at: None,
            removed_at,
            paid: None,
            version: 1,
        };
        let request = Idempotency { key: name, hash: [0; 32] };
        books.rows().charges.insert((account, txid.clone()), (charge, request));
        Asked { bank, account, key: key.clone(), txid, amount }
    };
    (0..CHARGES).map(charge).collect()
}

/// How often a charge was paid, by the books of its bank.
pub fn times_paid(books: &MemoryBooks, asked: &Asked) -> usize {
    let rows = books.rows();
    let paid = rows.transfers.values().filter(|transfer| {
        transfer.side == Side::In
            && transfer.account == Some(asked.account)
            && transfer.status == Status::Completed
            && transfer.txid.as_ref() == Some(&asked.txid)
    });
    paid.count()
}

/// By how many transfers a charge says that it was paid.
pub fn says_paid(books: &MemoryBooks, asked: &Asked) -> usize {
    let rows = books.rows();
    let charge = rows.charges.get(&(asked.account, asked.txid.clone()));
    usize::from(charge.is_some_and(|(charge, _)| charge.paid.is_some()))
}
