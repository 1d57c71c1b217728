//! The two sums of the money bar: what there is, and what became of what was accepted.

use super::{
    figures::{count, reais},
    seen::Seen,
};
use crate::journal::{Money, Place};

/// `Banco Ipê R$ 1.530,50 + a caminho R$ 292,75 + Banco Maré R$ 2.176,75 = R$ 4.000,00: certo ao centavo`
pub fn sum_words(seen: &Seen<'_>, money: &Money) -> String {
    let lang = seen.page.lang;
    let mut terms: Vec<String> =
        money.banks.iter().map(|(place, cents)| format!("{} {}", seen.who(*place), reais(*cents))).collect();
    terms.insert(terms.len().min(1), format!("{} {}", lang.say("money.way"), reais(money.underway_cents)));
    let total = money.total_cents();
    let verdict = match money.issued_cents - total {
        0 => lang.say("money.same").to_owned(),
        short if short > 0 => lang.fill("money.short", &[("m", &reais(short))]),
        over => lang.fill("money.over", &[("m", &reais(-over))]),
    };
    let stale = money.unanswered.map(|since| lang.fill("money.stale", &[("s", &seen.ago(since))]));
    let stale = stale.map(|words| format!(" ({words})")).unwrap_or_default();
    format!("{} = {}: {verdict}{stale}.", terms.join(" + "), reais(total))
}

/// `127 aceitos = 121 concluídos + 3 devolvidos + 3 esperando: 3 pelo hub`
pub fn count_words(seen: &Seen<'_>, money: &Money) -> String {
    let lang = seen.page.lang;
    let waiting: u64 = money.waiting.values().sum();
    let of = |n: u64, key: &str| format!("{} {}", count(lang, n), lang.say(key));
    let whom: Vec<String> =
        money.waiting.iter().filter(|(_, n)| **n > 0).map(|(place, n)| waits_for(seen, *place, *n)).collect();
    let whom = if whom.is_empty() { String::new() } else { format!(": {}", whom.join(", ")) };
    let parts = [
        of(money.completed, "acc.completed"),
        of(money.refunded, "acc.refunded"),
        of(waiting, "acc.waiting"),
    ];
    format!("{} = {}{whom}.", of(money.accepted, "acc.accepted"), parts.join(" + "))
}

fn waits_for(seen: &Seen<'_>, place: Place, n: u64) -> String {
    let lang = seen.page.lang;
    let who = if place == Place::Hub { lang.say("acc.hub").to_owned() } else { seen.who(place) };
    lang.fill("acc.for", &[("n", &count(lang, n)), ("who", &who)])
}
