//! The banks and customers of a simulation: who has an account where, and which key leads to whom.
//!
//! Most keys lead to an open account; one is nobody's, one leads to a closed account, one to an account that its bank
//! does not know. Some banks know a key as their own and pay it inside.

use super::{
    chance::Chance,
    charged::{self, Asked},
};
use bank_api::{
    adapters::memory::MemoryBooks,
    application::ActiveKey,
    domain::{Account, AccountId, OurBank, Pin, PinState},
};
use codepix::{
    adapters::memory::{MemoryParticipants, MemoryTransfers},
    application::{DirectoryChange, DirectoryStore, ParticipantStore},
    domain::{Entry, Feature, Owner, Participant},
};
use futures::executor::block_on;
use outbox::memory::MemoryDeadLetters;
use pix::{Cents, KeyKind, PixKey, TaxId, Timestamp};
use uuid::Uuid;

/// What every account opens with.
pub const OPENING: Cents = Cents::new(10_000);
const TAX_IDS: [&str; 5] = ["12345678909", "11144477735", "52998224725", "98765432100", "51998259765"];

/// What survives the death of the hub.
#[derive(Clone, Default)]
pub struct HubDisk {
    pub transfers: MemoryTransfers,
    pub participants: MemoryParticipants,
    pub dead_letters: MemoryDeadLetters,
}

/// What survives the death of a bank.
#[derive(Clone)]
pub struct BankDisk {
    pub bank: OurBank,
    pub books: MemoryBooks,
    pub dead_letters: MemoryDeadLetters,
}

/// All disks, and the keys customers pay to.
pub struct Cluster {
    pub hub: HubDisk,
    pub banks: Vec<BankDisk>,
    pub keys: Vec<PixKey>,
    pub charges: Vec<Asked>,
}

impl Cluster {
    pub fn new(chance: &Chance) -> Self {
        let hub = HubDisk::default();
        let banks: Vec<_> = (1..=2 + chance.below(2)).map(|number| new_bank(&hub, number)).collect();
        let mut cluster = Self { hub, banks, keys: vec![key("nobody")], charges: Vec::new() };
        for number in 0..cluster.banks.len() {
            cluster.open_accounts(number, chance);
        }
        cluster
    }

    /// Gives a bank its customers.
    fn open_accounts(&mut self, number: usize, chance: &Chance) {
        let disk = self.banks[number].clone();
        for (person, tax_id) in TAX_IDS.into_iter().take(3).enumerate() {
            let account = account(100_001 + person as i64, tax_id);
            // The token of a session is the account's number, to keep clients simple.
            disk.books.log_in(token(account.id), account.id);
            let key = key(&format!("p{person}.b{number}"));
            let entry_id = self.enter(&disk, &key, account.id, chance);
            if chance.happens(300) {
                let active = ActiveKey { key: key.as_str().into(), entry_id, account: account.id };
                disk.books.rows().keys.insert(key.as_str().into(), active);
            }
            self.charges.extend(charged::ask(&disk.books, number, (account.id, &key), chance));
            disk.books.open(account);
            self.keys.push(key);
        }
        let closed = Account { open: false, balance: Cents::ZERO, ..account(100_009, TAX_IDS[3]) };
        self.dead_end(&disk, "closed", closed.id, chance);
        self.dead_end(&disk, "stranger", AccountId(999_999), chance);
        disk.books.rows().accounts.insert(closed.id, closed);
    }

    fn dead_end(&mut self, disk: &BankDisk, name: &str, account: AccountId, chance: &Chance) {
        let key = key(&format!("{name}.b{}", disk.bank.code));
        self.enter(disk, &key, account, chance);
        self.keys.push(key);
    }

    fn enter(&self, disk: &BankDisk, key: &PixKey, account: AccountId, chance: &Chance) -> Uuid {
        let entry = Entry {
            entry_id: Uuid::from_u64_pair(chance.bits(), chance.bits()),
            key: key.clone(),
            bank: disk.bank.ispb,
            branch: "0001".into(),
            account: account.to_string(),
            owner: Owner { name: "Somebody".into(), tax_id: tax_id(TAX_IDS[0]) },
            created_at: Timestamp::UNIX_EPOCH,
        };
        let entry_id = entry.entry_id;
        let written =
            block_on(self.hub.transfers.directory.commit(&[DirectoryChange::Add { entry, count: 0 }]));
        debug_assert!(written.is_ok());
        entry_id
    }
}

fn new_bank(hub: &HubDisk, number: usize) -> BankDisk {
    let participant = Participant {
        code: format!("{number:03}").parse().expect("three digits"),
        ispb: format!("{number}0000000").parse().expect("eight digits"),
        name: format!("Bank {number}"),
    };
    let [byte, ..] = number.to_le_bytes();
    block_on(hub.participants.put(&participant, [byte; 32])).expect("no two banks share a token");
    // A third bank knows no returns: they are refused, and it stays a good bank.
    if number < 3 {
        let features = [Feature::Returns].into();
        let announced = block_on(hub.participants.announce(participant.ispb, &features));
        debug_assert!(announced.is_ok());
    }
    let Participant { code, ispb, name } = participant;
    let bank = OurBank { code, ispb, name };
    BankDisk { bank, books: MemoryBooks::default(), dead_letters: MemoryDeadLetters::default() }
}

fn account(number: i64, tax: &str) -> Account {
    Account {
        id: AccountId(number),
        holder: format!("Person {number}"),
        tax_id: tax_id(tax),
        balance: OPENING,
        open: true,
        pin: Pin { digest: pin("1234"), state: PinState::default() },
    }
}

fn tax_id(text: &str) -> TaxId {
    TaxId::parse(text).expect("a valid CPF")
}

fn key(name: &str) -> PixKey {
    PixKey::parse(KeyKind::Email, &format!("{name}@example.com")).expect("a valid e-mail")
}

/// The token of an account's session.
pub fn token(account: AccountId) -> [u8; 32] {
    let mut token = [0; 32];
    token[..8].copy_from_slice(&account.0.to_le_bytes());
    token
}

/// The digest of a PIN here.
pub fn pin(typed: &str) -> [u8; 32] {
    let mut digest = [0; 32];
    digest[..typed.len()].copy_from_slice(typed.as_bytes());
    digest
}
