//! What the audit of the books cannot know: were customers told the truth, do hub and banks agree whose a key is, and does
//! what waits come to an end? Every claim is judged so that it holds at any moment of a sound system, while all runs.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use sqlx::{PgConnection, Row as _};

use super::{system::System, witness::Testimony};
use crate::journal::Claim;

/// Nobody waits longer, once everything is whole.
const ENDED_MAX: Duration = Duration::from_secs(18);
/// What nobody can read is put aside by then.
const ASIDE_MAX: Duration = Duration::from_secs(8);
/// Places that are listed of each claim.
const LISTED_MAX: usize = 20;

const ORDERS: &str = "select end_to_end_id, idempotency_key, amount_cents from transfers
    where side = 'out' and end_to_end_id = any($1)";
const HELD: &str = "select key, account_id::text, status from pix_keys where key = any($1)";
const ACTIVE: &str = "select key, account_id::text from pix_keys where status = 'active'";
const ASIDE: &str = "select message_id from dead_letters";
const WAITING: &str = "select end_to_end_id from open_questions join transfers using (end_to_end_id)
    where side = 'out' and status = 'pending' and pending_at < clock_timestamp() - $1 * interval '1 second' limit 20";

/// Judges all of it; `whole` is how long everything has been whole by now.
///
/// # Errors
/// When a database cannot be read.
pub async fn judge(
    system: &System,
    testimony: Testimony,
    whole: Option<Duration>,
) -> anyhow::Result<Vec<Claim>> {
    let (mut hub, mut banks) = system.databases.connect().await?;
    let (keys, disagreed) = keys(system, &mut hub, &mut banks).await?;
    let orders =
        claim("each_order_once", testimony.accepted.len() as u64, orders(&testimony, &mut banks).await?);
    let answers = claim("answers_are_true", testimony.answers, testimony.breaches.clone());
    let late = match whole.filter(|whole| *whole >= ENDED_MAX) {
        Some(_) => waiting(&mut banks).await?,
        None => Vec::new(),
    };
    let letters = dead_letters(system, &testimony, &mut hub, &mut banks).await?;
    let letters = claim("poison_is_put_aside", testimony.poison.len() as u64, letters);
    let ended = claim("ends_in_time", testimony.accepted.len() as u64, late);
    Ok(vec![orders, answers, claim("keys_agree", keys, disagreed), letters, ended])
}

fn claim(name: &str, counts: u64, mut wrong: Vec<String>) -> Claim {
    wrong.truncate(LISTED_MAX);
    Claim { name: name.to_owned(), counts, wrong }
}

/// Accepted orders that are not there as they were ordered.
async fn orders(testimony: &Testimony, banks: &mut [PgConnection]) -> anyhow::Result<Vec<String>> {
    let ids: Vec<_> = testimony.accepted.iter().map(|order| order.end_to_end_id.clone()).collect();
    let mut found = BTreeMap::new();
    for bank in banks {
        for row in sqlx::query(ORDERS).bind(&ids).fetch_all(bank).await? {
            let key: Option<String> = row.try_get(1)?;
            found.insert(row.try_get::<String, _>(0)?, (key, row.try_get::<i64, _>(2)?));
        }
    }
    let wrong = testimony.accepted.iter().filter_map(|order| {
        let id = &order.end_to_end_id;
        match found.get(id) {
            None => Some(format!("{id} was accepted, and is not there")),
            Some((_, cents)) if *cents != order.amount_cents => {
                Some(format!("{id} is {cents} cents, and {} were ordered", order.amount_cents))
            }
            Some((key, _)) if key.as_ref() != Some(&order.idempotency_key) => {
                Some(format!("{id} has forgotten which order it was: ordered again, it would be paid again"))
            }
            Some(_) => None,
        }
    });
    Ok(wrong.collect())
}

/// How many keys the banks hold, and those that a bank holds and the hub has given to somebody else, or to nobody.
///
/// A bank holds a key once the hub has given it, and gives it up before the hub takes it: so what a bank held before the hub
/// was asked, and holds after, the hub must know.
async fn keys(
    system: &System,
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
) -> anyhow::Result<(u64, Vec<String>)> {
    let (mut count, mut wrong) = (0, Vec::new());
    for (bank, who) in banks.iter_mut().zip(&system.databases.banks) {
        let before = pairs(sqlx::query(ACTIVE).fetch_all(&mut *bank).await?)?;
        count += before.len() as u64;
        let keys: Vec<_> = before.iter().map(|(key, _)| key.clone()).collect();
        let at_the_hub = sqlx::query("select key, account from keys where bank = $1 and key = any($2)");
        let there = pairs(at_the_hub.bind(&who.ispb).bind(&keys).fetch_all(&mut *hub).await?)?;
        let missing: Vec<_> = before.difference(&there).map(|(key, _)| key.clone()).collect();
        if !missing.is_empty() {
            let rows = sqlx::query(HELD).bind(&missing).fetch_all(&mut *bank).await?;
            let still =
                rows.iter().filter(|row| row.try_get::<String, _>(2).is_ok_and(|status| status == "active"));
            for row in still {
                let (key, account): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                wrong.push(format!("{}: {key} is account {account}'s here, and not at the hub", who.name));
            }
        }
    }
    Ok((count, wrong))
}

/// What was put aside is what nobody can read: all of it, once there was time, and nothing else.
async fn dead_letters(
    system: &System,
    testimony: &Testimony,
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (place, database) in system.places.iter().zip(std::iter::once(hub).chain(banks)) {
        let aside: Vec<String> = sqlx::query_scalar(ASIDE).fetch_all(database).await?;
        let mut aside: BTreeSet<_> = aside.into_iter().collect();
        for (_, id, written) in testimony.poison.iter().filter(|(reader, ..)| reader == place) {
            if !aside.remove(id) && written.elapsed() >= ASIDE_MAX {
                wrong.push(format!("{id} was not put aside at {place}"));
            }
        }
        wrong.extend(aside.into_iter().map(|id| format!("{id} was put aside at {place}, and can be read")));
    }
    Ok(wrong)
}

fn pairs(rows: Vec<sqlx::postgres::PgRow>) -> sqlx::Result<BTreeSet<(String, String)>> {
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Who has waited for too long.
async fn waiting(banks: &mut [PgConnection]) -> anyhow::Result<Vec<String>> {
    let mut late = Vec::new();
    for bank in banks {
        let ids: Vec<String> =
            sqlx::query_scalar(WAITING).bind(ENDED_MAX.as_secs_f64()).fetch_all(bank).await?;
        late.extend(ids.into_iter().map(|id| format!("{id} waits, and everything is whole")));
    }
    Ok(late)
}
