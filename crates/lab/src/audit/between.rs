//! Judges one transfer between the databases. Pure.
//!
//! Every claim has one of two forms, and all the facts in them are lasting (an end is final, and a row stays until the
//! hub deletes it long after that): *later fact here ⇒ earlier fact there* (the hub is completed, so the origin was before
//! it), or *never both* (credited here, refunded there). Given two readings of which the whole first was over before the
//! second began, an implication is judged with its left side from the first and its right side from the second: what was
//! true then must have left its trace by now, however far the transfer has moved on. So progress never looks like a breach.

use super::{
    check::Check,
    databases::Databases,
    sighting::{BankStatus, HubTransfer, Side, Sighting},
};

/// A broken claim and what is wrong, without place and id.
pub type Breach = (Check, String);

/// The parts that the claims speak of.
struct Parts<'a> {
    origin_is_ours: bool,
    hub: Option<&'a HubTransfer>,
    /// The hub may have deleted it after its end.
    forgotten: bool,
    /// The payer's side; None also where the origin is no bank of ours.
    out: Option<&'a Side>,
    /// The payees' sides by bank; more than one is a breach of its own.
    into: Vec<(usize, &'a Side)>,
}

impl<'a> Parts<'a> {
    fn of(databases: &Databases, sighting: &'a Sighting) -> Self {
        let index = databases.origin_of(&sighting.id);
        let origin = index.and_then(|index| sighting.banks.get(index));
        Self {
            origin_is_ours: index.is_some(),
            hub: sighting.hub.transfer.as_ref(),
            forgotten: sighting.hub.forgotten,
            out: origin.and_then(|bank| Side::crosses(&bank.out)),
            into: sighting
                .banks
                .iter()
                .enumerate()
                .filter_map(|(index, bank)| Some((index, Side::crosses(&bank.into)?)))
                .collect(),
        }
    }

    fn credited(&self) -> bool {
        self.into.iter().any(|(_, side)| side.status == BankStatus::Completed)
    }
}

/// Judges a transfer from two readings. With one reading as both, what it says is a suspicion.
pub fn judge(databases: &Databases, first: &Sighting, second: &Sighting) -> Vec<Breach> {
    let (before, now) = (Parts::of(databases, first), Parts::of(databases, second));
    let mut breaches = Vec::new();
    existence(databases, &before, &now, &mut breaches);
    verdicts(databases, &before, &now, &mut breaches);
    same_transfer(databases, &now, &mut breaches);
    never_both(&now, &mut breaches);
    breaches
}

/// Whoever acted on a transfer had it from those before.
fn existence(databases: &Databases, before: &Parts<'_>, now: &Parts<'_>, breaches: &mut Vec<Breach>) {
    let ended = before.out.filter(|out| out.status != BankStatus::Pending);
    // The hub deletes no transfer that has not ended at its payer's bank.
    let deleted = now.forgotten && (ended.is_some() || before.out.is_none());
    if now.hub.is_none() && !deleted && (ended.is_some() || !before.into.is_empty()) {
        let out = ended.map(|out| format!("the origin is {}", out.status.name()));
        let into = before.into.iter().map(|(index, side)| in_words(databases, *index, side));
        let who = out.into_iter().chain(into).collect::<Vec<_>>().join(", ");
        breaches.push((Check::KnownToTheHub, format!("{who}; the hub never heard of it")));
    }
    let heard = before.hub.is_some_and(|hub| !hub.malformed) || !before.into.is_empty();
    if now.origin_is_ours && now.out.is_none() && heard {
        breaches
            .push((Check::HasItsPayer, "the bank that its id names never sent it through the hub".into()));
    }
}

/// Each end was reached in its order: the payee's bank, the hub, the payer's bank, the hub.
fn verdicts(databases: &Databases, before: &Parts<'_>, now: &Parts<'_>, breaches: &mut Vec<Breach>) {
    let mut differ = |what: String| breaches.push((Check::SameVerdict, what));
    if let Some(hub) = before.hub {
        let destination = hub.destination.as_deref().and_then(|ispb| databases.index_of(ispb));
        let name = hub.status.name();
        let credit = now.into.iter().find(|(index, _)| Some(*index) == destination);
        if hub.status.is_credited() && destination.is_some() && credit.is_none() {
            differ(format!("the hub is {name}, the payee's bank has nothing"));
        }
        if let Some(out) = now.out {
            let ending = out.status.name();
            if name == "completed" && out.status != BankStatus::Completed {
                differ(format!("the hub is completed, the origin {ending}"));
            }
            if name == "refunded" && out.status != BankStatus::Rejected {
                differ(format!("the hub is refunded, the origin {ending}"));
            }
        }
    }
    if let (Some(out), Some(hub)) = (before.out, now.hub) {
        let agree = match out.status {
            BankStatus::Pending => true,
            BankStatus::Completed => hub.status.is_credited(),
            BankStatus::Rejected => hub.status.is_refused(),
        };
        if !agree {
            differ(format!("the origin is {}, the hub {}", out.status.name(), hub.status.name()));
        }
    }
    for (index, side) in &now.into {
        let refused = side.status == BankStatus::Rejected;
        if refused && now.hub.is_some_and(|hub| hub.status.is_credited()) {
            differ(format!("{}, the hub says it was credited", in_words(databases, *index, side)));
        }
    }
}

fn same_transfer(databases: &Databases, now: &Parts<'_>, breaches: &mut Vec<Breach>) {
    let mut differ = |what: String| breaches.push((Check::SameTransfer, what));
    let hub = now.hub.filter(|hub| !hub.malformed);
    if let (Some(hub), Some(out)) = (hub, now.out) {
        let payer = out.account.map(|account| account.to_string()).unwrap_or_default();
        let here = (out.amount_cents, out.key.as_str(), payer.as_str());
        let there = (hub.amount_cents, hub.key.as_str(), hub.payer_account.as_str());
        if here != there {
            differ(format!("amount, key and payer are {here:?} at the origin, {there:?} at the hub"));
        }
    }
    for (index, side) in &now.into {
        let here = (side.amount_cents, side.key.as_str());
        let name = &databases.banks[*index].name;
        let there = match (hub, now.out) {
            (Some(hub), _) => (hub.amount_cents, hub.key.as_str()),
            (None, Some(out)) => (out.amount_cents, out.key.as_str()),
            (None, None) => continue,
        };
        if here != there {
            differ(format!("amount and key are {here:?} at the payee's {name}, {there:?} before it"));
        }
        let destination = hub.map(|hub| hub.destination.as_deref());
        if destination.is_some_and(|destination| destination != Some(databases.banks[*index].ispb.as_str())) {
            differ(format!("it came to {name}, the hub sent it to {:?}", destination.flatten()));
        }
    }
}

fn never_both(now: &Parts<'_>, breaches: &mut Vec<Breach>) {
    let credits = now.into.iter().filter(|(_, side)| side.status == BankStatus::Completed).count();
    if credits > 1 {
        breaches.push((Check::OneCredit, format!("credited at {credits} banks")));
    }
    if now.credited() {
        let origin = now.out.is_some_and(|out| out.status == BankStatus::Rejected);
        let hub = now.hub.filter(|hub| hub.status.is_refused());
        if origin || hub.is_some() {
            let hub = now.hub.map_or("absent", |hub| hub.status.name());
            let origin = now.out.map_or("absent", |out| out.status.name());
            let what = format!("credited; the origin is {origin}, the hub {hub}");
            breaches.push((Check::NeverCreditedAndRefunded, what));
        }
    }
}

fn in_words(databases: &Databases, index: usize, side: &Side) -> String {
    format!("the payee's {} is {}", databases.banks[index].name, side.status.name())
}
