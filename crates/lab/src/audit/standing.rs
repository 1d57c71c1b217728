//! How the system stands, beyond right and wrong: transfers by state, open questions, dead letters.

use super::{
    databases::Databases,
    sighting::{BankStatus, Side, Sighting},
};
use serde::Serialize;
use sqlx::{PgConnection, Row as _};
use std::collections::BTreeMap;

/// Counts transfers by place and state.
#[derive(Debug, Default, Serialize)]
pub struct Counter {
    #[serde(skip)]
    names: Vec<String>,
    /// Transfers in all.
    pub transfers: u64,
    /// `hub completed`, `bank 001 out pending`, … and how many.
    pub by_state: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Counter {
    pub fn new(databases: &Databases) -> Self {
        let names: Vec<_> = databases.banks.iter().map(|bank| bank.name.clone()).collect();
        let places = ["hub".to_owned()].into_iter().chain(names.iter().cloned());
        Self { by_state: places.map(|place| (place, BTreeMap::new())).collect(), names, transfers: 0 }
    }

    pub fn count(&mut self, sighting: &Sighting) {
        self.transfers += 1;
        if let Some(transfer) = &sighting.hub.transfer {
            self.add("hub", transfer.status.name());
        }
        for (index, view) in sighting.banks.iter().enumerate() {
            let states = [view.out.as_ref().map(state_out), view.into.as_ref().and_then(state_in)];
            let name = std::mem::take(&mut self.names[index]);
            states.into_iter().flatten().for_each(|state| self.add(&name, state));
            self.names[index] = name;
        }
    }

    fn add(&mut self, place: &str, state: &'static str) {
        let states = match self.by_state.get_mut(place) {
            Some(states) => states,
            None => self.by_state.entry(place.to_owned()).or_default(),
        };
        match states.get_mut(state) {
            Some(count) => *count += 1,
            None => drop(states.insert(state.to_owned(), 1)),
        }
    }
}

fn state_out(side: &Side) -> &'static str {
    match (side.inside, side.status) {
        (true, _) => "inside",
        (false, BankStatus::Pending) => "out pending",
        (false, BankStatus::Completed) => "out completed",
        (false, BankStatus::Rejected) => "out rejected",
    }
}

/// None for the second side of what was counted as inside.
fn state_in(side: &Side) -> Option<&'static str> {
    match (side.inside, side.status) {
        (true, _) => None,
        (false, BankStatus::Pending) => Some("in pending"),
        (false, BankStatus::Completed) => Some("in completed"),
        (false, BankStatus::Rejected) => Some("in rejected"),
    }
}

/// What waits, and what could not be understood, in one database.
#[derive(Debug, Clone, Serialize)]
pub struct Waiting {
    pub place: String,
    pub open_questions: i64,
    /// Age of the oldest transfer with an open question, by the database's clock.
    pub oldest_seconds: f64,
    /// Different ones.
    pub dead_letters: i64,
    /// Counting each repetition.
    pub dead_letters_with_repeats: i64,
}

/// Reads what waits in one database.
pub async fn waiting(place: &str, is_hub: bool, connection: &mut PgConnection) -> anyhow::Result<Waiting> {
    // The sweeper renews `asked_at`, so the age is the transfer's.
    let questions = if is_hub {
        "select count(*), coalesce(extract(epoch from clock_timestamp() - min(least(asked_at, registered_at))), 0)::float8
         from open_questions left join transfers using (end_to_end_id)"
    } else {
        "select count(*), coalesce(extract(epoch from clock_timestamp() - min(least(asked_at, pending_at))), 0)::float8
         from open_questions as q left join transfers as t on t.end_to_end_id = q.end_to_end_id and side = 'out'"
    };
    let questions = sqlx::query(questions).fetch_one(&mut *connection).await?;
    let letters = sqlx::query("select count(*), coalesce(sum(count), 0)::bigint from dead_letters");
    let letters = letters.fetch_one(connection).await?;
    Ok(Waiting {
        place: place.to_owned(),
        open_questions: questions.try_get(0)?,
        oldest_seconds: questions.try_get(1)?,
        dead_letters: letters.try_get(0)?,
        dead_letters_with_repeats: letters.try_get(1)?,
    })
}
