//! Two banks, a payer, a payee, and a transfer between them.

use codepix::{
    application::{TransferChange, token_hash},
    domain::{
        Account, Command, Entry, Instruction, Known, Order, Owner, Participant, Payee, Registration,
        Transfer, decide,
    },
};
use codepix_proto::topic;
use outbox::{Message, Question};
use pix::{Cents, EndToEndId, Instrument, Ispb, Party, PixKey, Timestamp};
use uuid::Uuid;

pub const IPE_TOKEN: &str = "token-of-banco-ipe-001";
pub const MARE_TOKEN: &str = "token-of-banco-mare-002";
pub const ADMIN_TOKEN: &str = "token-of-the-administration";
pub const PERSON: &str = "52998224725";
pub const OTHER_PERSON: &str = "11144477735";
pub const COMPANY: &str = "11222333000181";

pub fn ipe() -> Participant {
    Participant { code: "001".parse().unwrap(), ispb: ispb("10000001"), name: "Banco Ipê".into() }
}

pub fn mare() -> Participant {
    Participant { code: "002".parse().unwrap(), ispb: ispb("20000002"), name: "Banco Maré".into() }
}

pub fn banks() -> [(Participant, &'static str); 2] {
    [(ipe(), IPE_TOKEN), (mare(), MARE_TOKEN)]
}

/// The topic that Ipê writes.
pub fn from_ipe() -> String {
    topic::from_bank(ipe().code)
}

/// The topic that Maré writes.
pub fn from_mare() -> String {
    topic::from_bank(mare().code)
}

/// The topic that Ipê reads.
pub fn to_ipe() -> String {
    topic::to_bank(ipe().code)
}

/// The topic that Maré reads.
pub fn to_mare() -> String {
    topic::to_bank(mare().code)
}

pub fn hash(token: &str) -> [u8; 32] {
    token_hash(token)
}

pub fn ispb(text: &str) -> Ispb {
    text.parse().unwrap()
}

/// Microseconds, as the database keeps them.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_microsecond((1_790_000_000 + second) * 1_000_000 + 123_456).unwrap()
}

/// The `number`-th transfer of `bank`, in order of time.
pub fn id(bank: &Participant, number: u32) -> EndToEndId {
    format!("E{}202611240030{number:011}", bank.ispb).parse().unwrap()
}

pub fn account(number: &str) -> Account {
    Account { bank: mare().ispb, branch: "1".into(), number: number.into() }
}

pub fn registration(request: u128, key: &str, number: &str) -> Registration {
    Registration {
        request_id: Uuid::from_u128(request),
        key: PixKey::detect(key).unwrap(),
        account: account(number),
        owner: Owner { name: "Maria".into(), tax_id: PERSON.parse().unwrap() },
    }
}

pub fn entry(request: u128, key: &str, number: &str) -> Entry {
    let Registration { request_id, key, account, owner } = registration(request, key, number);
    let Account { bank, branch, number } = account;
    Entry { entry_id: request_id, key, bank, branch, account: number, owner, created_at: at(0) }
}

pub fn order() -> Order {
    Order {
        amount: Cents::new(1050),
        key: "maria@example.com".into(),
        description: "almoço 🍛".into(),
        entry_id: None,
        payer: Party {
            ispb: ipe().ispb,
            bank_name: ipe().name,
            branch: "1".into(),
            account: "77".into(),
            name: "João".into(),
            tax_id_masked: "***.777.888-**".into(),
        },
        txid: None,
        instrument: Instrument::Key,
        accepted_at: None,
    }
}

pub fn payee() -> Payee {
    Payee { name: "Maria".into(), tax_id_masked: "***.982.247-**".into() }
}

/// What the origin asks for, as an instruction.
pub fn requested(number: u32) -> Instruction {
    Instruction { id: id(&ipe(), number), sender: ipe().ispb, command: Command::Request(Box::new(order())) }
}

/// What the destination answers.
pub fn answered(number: u32, command: Command) -> Instruction {
    Instruction { id: id(&ipe(), number), sender: mare().ispb, command }
}

/// What the origin reports at the end.
pub fn reported(number: u32, command: Command) -> Instruction {
    Instruction { id: id(&ipe(), number), sender: ipe().ispb, command }
}

/// The state after `instruction`, which must be a change.
pub fn after(known: Option<&Transfer>, instruction: &Instruction, second: i64) -> Transfer {
    let entry = entry(7, "maria@example.com", "88");
    let known = Known {
        transfer: known,
        original: None,
        returns_are_known: true,
        entry: Some(&entry),
        forgotten_before: Timestamp::MIN,
    };
    decide(&known, instruction, at(second)).unwrap().next.unwrap()
}

pub fn pending(number: u32) -> Transfer {
    after(None, &requested(number), 0)
}

pub fn confirmed(number: u32) -> Transfer {
    after(Some(&pending(number)), &answered(number, Command::Confirm(payee())), 1)
}

pub fn completed(number: u32) -> Transfer {
    after(Some(&confirmed(number)), &reported(number, Command::Complete), 2)
}

pub fn change(next: Transfer) -> TransferChange {
    TransferChange { next, question: Question::Keep, entry: None, returns: None }
}

pub fn message(id: &str, topic: &str) -> Message {
    Message {
        id: id.into(),
        topic: topic.into(),
        key: "88".into(),
        kind: "codepix.v1.TransferForwarded".into(),
        payload: vec![0, 1, 2, 255],
    }
}
