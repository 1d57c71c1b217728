//! Dead letters: exactly the poison that was written.

use crate::chaos::environment::Environment;
use sqlx::{PgConnection, Row as _};
use std::collections::BTreeMap;

/// Poison that is no dead letter, and dead letters that are no poison.
///
/// # Errors
/// When a database cannot be read.
pub async fn judge_dead_letters(
    hub: &mut PgConnection,
    banks: &mut [PgConnection],
    environment: &Environment,
) -> anyhow::Result<Vec<String>> {
    let mut broken = Vec::new();
    for (place, database) in std::iter::once(hub).chain(banks).enumerate() {
        let rows = sqlx::query("select message_id, reason from dead_letters").fetch_all(database).await?;
        let mut found = BTreeMap::new();
        for row in rows {
            found.insert(row.try_get::<String, _>(0)?, row.try_get::<String, _>(1)?);
        }
        for (_, id) in environment.poison.iter().filter(|(reader, _)| *reader == place) {
            if found.remove(id).is_none() {
                broken.push(format!("{id} was not put aside in database {place}"));
            }
        }
        broken.extend(found.iter().map(|(id, reason)| format!("{id} was put aside: {reason}")));
    }
    Ok(broken)
}
