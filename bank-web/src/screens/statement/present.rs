//! Entries of the statement as days.

use super::Day;
use crate::{
    components::{Reader, movement_row},
    format::money,
};
use bank_contract::EntryJson;

/// Which days show a balance: those whose last movement is among the entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Balances {
    All,
    /// The entries begin in the middle of a day.
    AfterTheFirst,
    None,
}

/// Groups consecutive entries of one day.
pub fn day_groups(entries: &[EntryJson], reader: &Reader<'_>, balances: Balances) -> Vec<Day> {
    let clock = reader.clock;
    entries
        .chunk_by(|one, next| clock.day_id(one.at) == clock.day_id(next.at))
        .enumerate()
        .filter_map(|(at, of_day)| {
            let newest = of_day.first()?;
            let with_balance = match balances {
                Balances::All => true,
                Balances::AfterTheFirst => at > 0,
                Balances::None => false,
            };
            Some(Day {
                id: clock.day_id(newest.at),
                title: clock.day(newest.at),
                balance: with_balance.then(|| money(newest.balance_after_cents)),
                movements: of_day.iter().map(|entry| movement_row(entry, reader)).collect(),
            })
        })
        .collect()
}
