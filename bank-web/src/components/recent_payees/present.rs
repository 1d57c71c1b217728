//! Who was paid lately.

use crate::{
    components::RecentPayee,
    format::{Clock, initials, short_name},
    server::bank_api::EntryJson,
};

const AT_MOST: usize = 6;

/// Of these movements, the newest first; each person once.
pub fn recent_payees(entries: &[EntryJson], clock: Clock) -> Vec<RecentPayee> {
    let mut people: Vec<RecentPayee> = Vec::new();
    let paid =
        entries.iter().filter(|entry| entry.kind == "sent" && entry.status.as_deref() == Some("completed"));
    for entry in paid {
        let (Some(other), Some(id)) = (&entry.counterparty, &entry.end_to_end_id) else { continue };
        if people.len() < AT_MOST
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
