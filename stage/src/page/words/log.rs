//! What happened last, line by line.

use super::{figures::reais, seen::Seen};
use crate::journal::{Commit, Entry, LinkState, Message, ProcessState};

/// The line in words; None for one of which the list says more above: positions, sums, rates.
pub fn words(seen: &Seen<'_>, entry: &Entry) -> Option<String> {
    match entry {
        Entry::Message(message) => Some(message_words(seen, message)),
        Entry::Commit(commit) => Some(commit_words(seen, commit)),
        Entry::Process { node, state, .. } => Some(happened(seen, process_key(*state), &seen.name(*node))),
        Entry::Link { link, state, .. } => Some(happened(seen, link_key(*state), &link.to_string())),
        Entry::Wiped { topic } => Some(happened(seen, "log.fault.wiped", topic)),
        Entry::Proof { certificate } => {
            let key = if certificate.sound { "cert.sound" } else { "cert.broken" };
            Some(format!("{}: {}", seen.page.lang.say("cert.title"), seen.page.lang.say(key)))
        }
        _ => None,
    }
}

fn happened(seen: &Seen<'_>, key: &str, who: &str) -> String {
    seen.page.lang.fill(key, &[("who", who)])
}

fn process_key(state: ProcessState) -> &'static str {
    match state {
        ProcessState::Up => "log.mend",
        ProcessState::Killed => "log.fault.killed",
        ProcessState::Stopped => "log.fault.stopped",
        ProcessState::Frozen => "log.fault.frozen",
        ProcessState::Wiped => "log.fault.wiped",
    }
}

fn link_key(state: LinkState) -> &'static str {
    match state {
        LinkState::Whole => "log.mend",
        LinkState::Cut => "log.fault.cut",
        LinkState::Deaf => "log.fault.deaf",
        LinkState::Mute => "log.fault.mute",
        LinkState::Slow => "log.fault.slow",
    }
}

fn message_words(seen: &Seen<'_>, message: &Message) -> String {
    let lang = seen.page.lang;
    let amount = seen.transfer(&message.end_to_end_id).map(|transfer| reais(transfer.amount_cents));
    let what = amount.unwrap_or_else(|| message.end_to_end_id.clone());
    let slots = [("kind", lang.say(message.kind.text_key())), ("m", &what), ("topic", &message.topic)];
    lang.fill(if message.again { "log.again" } else { "log.msg" }, &slots)
}

fn commit_words(seen: &Seen<'_>, commit: &Commit) -> String {
    let lang = seen.page.lang;
    let amount = reais(commit.amount_cents);
    let (payer, payee) = (commit.payer.as_deref(), commit.payee.as_deref());
    if let (1, Some(payer), Some(payee)) = (commit.step, payer, payee) {
        return lang.fill("log.accept", &[("payer", payer), ("payee", payee), ("m", &amount)]);
    }
    let what = lang.fill(step_key(commit), &[("name", payee.unwrap_or("?"))]);
    lang.fill("log.step", &[("who", &seen.who(commit.place)), ("what", &what), ("m", &amount)])
}

fn step_key(commit: &Commit) -> &'static str {
    let refused = matches!(commit.status.as_str(), "rejected" | "refunded");
    match commit.step {
        1 => "step.1",
        2 if refused => "step.2r",
        2 => "step.2",
        3 => "step.3",
        4 => "step.4",
        5 if refused => "step.5r",
        5 => "step.5",
        _ => "step.6",
    }
}
