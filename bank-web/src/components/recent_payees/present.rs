//! Who was paid lately, out of the entries of a statement.

use crate::{
    components::RecentPayee,
    format::{Clock, initials, short_name},
};
use bank_contract::{EntryJson, EntryKind, StatusJson};

const PAYEES_MAX: usize = 6;

/// `entries` begin with the newest. Each payee once.
pub fn recent_payees(entries: &[EntryJson], clock: Clock) -> Vec<RecentPayee> {
    let mut people: Vec<RecentPayee> = Vec::new();
    let paid = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Sent && entry.status == Some(StatusJson::Completed));
    for entry in paid {
        let (Some(other), Some(id)) = (&entry.counterparty, &entry.end_to_end_id) else { continue };
        if people.len() < PAYEES_MAX
            && !people.iter().any(|known| known.name == other.name && known.bank == other.bank)
        {
            people.push(RecentPayee {
                name: other.name.clone(),
                short: short_name(&other.name),
                initials: initials(&other.name),
                bank: other.bank.clone(),
                when: clock.day_within(entry.at),
                href: format!("/pix/send?again={id}"),
            });
        }
    }
    people
}
