//! Entries of the statement as movements.

use std::collections::HashMap;

use crate::{
    components::{Movement, MovementTone},
    format::{Clock, bare_money, money, signed_money, stored_key_as_written},
    server::{AppState, bank_api::Token},
};
use bank_contract::{EntryJson, EntryKind, StatusJson};
use futures::future::join_all;

/// For whom entries are worded, and what is known besides them.
pub struct Reader<'a> {
    pub clock: Clock,
    pub bank_name: &'a str,
    /// Pending transfers wait for CodePix rather than for a bank.
    pub codepix_is_down: bool,
    /// What to call the payees that the entries do not name yet, by end-to-end id.
    pub names: &'a HashMap<String, String>,
}

pub fn movement_row(entry: &EntryJson, reader: &Reader<'_>) -> Movement {
    let clock = reader.clock;
    let lang = clock.lang;
    let (words, tone, shows_bank) = match (entry.kind, entry.status) {
        (EntryKind::Opening, _) => (reader.bank_name, MovementTone::In, false),
        (EntryKind::Received, _) => (lang.say("entry.in"), MovementTone::In, true),
        (EntryKind::Refund, _) => (lang.say("entry.refund"), MovementTone::In, false),
        (EntryKind::ReturnReceived, _) => (lang.say("entry.return.in"), MovementTone::In, true),
        (EntryKind::ReturnRefund, _) => (lang.say("entry.return.refund"), MovementTone::In, false),
        (_, Some(StatusJson::Pending)) if reader.codepix_is_down => {
            (lang.say("entry.queued"), MovementTone::Wait, false)
        }
        (_, Some(StatusJson::Pending)) => (lang.say("status.pending"), MovementTone::Wait, false),
        (_, Some(StatusJson::Rejected)) => (lang.say("entry.void"), MovementTone::Void, false),
        (EntryKind::ReturnSent, _) => (lang.say("entry.return.out"), MovementTone::Out, true),
        _ => (lang.say("entry.out"), MovementTone::Out, true),
    };
    let id = entry.end_to_end_id.clone().unwrap_or_default();
    let name = match (&entry.counterparty, entry.kind) {
        (Some(other), _) => other.name.clone(),
        (None, EntryKind::Opening) => lang.say("entry.opening").to_owned(),
        (None, _) => reader.names.get(&id).cloned().unwrap_or_else(|| lang.say("nav.pix").to_owned()),
    };
    let amount = signed_money(entry.amount_cents);
    let slots = [("amount", &*money(entry.amount_cents.abs())), ("name", &*name)];
    let announcement = match (entry.kind, entry.status) {
        (EntryKind::Refund, _) => Some(lang.fill("live.refunded", &slots)),
        (EntryKind::Sent, Some(StatusJson::Completed)) => Some(lang.fill("live.done", &slots)),
        _ => None,
    };
    let view = if entry.status == Some(StatusJson::Pending) { "?view=result" } else { "" };
    Movement {
        id: row_id(entry),
        href: entry.end_to_end_id.as_ref().map(|id| format!("/transfers/{id}{view}")),
        name,
        words: words.to_owned(),
        bank: entry.counterparty.as_ref().filter(|_| shows_bank).map(|other| other.bank.clone()),
        amount,
        tone,
        when: clock.short(entry.at),
        time: clock.time(entry.at),
        balance_after: bare_money(entry.balance_after_cents),
        announcement,
        fresh: false,
    }
}

/// Does not change while the status of the entry does.
pub fn row_id(entry: &EntryJson) -> String {
    let id = entry.end_to_end_id.as_deref().unwrap_or_default();
    format!("{id}/{}/{}", entry.kind.as_str(), entry.balance_after_cents)
}

/// What to call the payees that entries do not name yet, by end-to-end id: by the name of the last lookup, else by
/// their key.
pub async fn payee_names(app: &AppState, token: &Token, entries: &[EntryJson]) -> HashMap<String, String> {
    let unnamed = entries.iter().filter(|entry| entry.counterparty.is_none());
    let asked = unnamed.filter_map(|entry| entry.end_to_end_id.clone()).take(10).map(async |id| {
        let key = app.bank.transfer(token, &id).await.ok()?.key;
        let name = app.payees.recall(token, &key).map(|payee| payee.name);
        Some((id, name.unwrap_or_else(|| stored_key_as_written(&key))))
    });
    join_all(asked).await.into_iter().flatten().collect()
}
