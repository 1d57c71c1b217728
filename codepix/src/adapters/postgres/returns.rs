//! Batches with returns in them: each changes two transfers, or none. They are few, so they lock what they change first,
//! and then write it like all others, in one transaction.

use super::write_batch;
use crate::application::{HeldReturn, Returns, TransferChange};
use engine::{CommitError, Outcome, Unavailable};
use outbox::{
    Message, Question,
    postgres::{commit_error, unavailable},
};
use pix::EndToEndId;
use sqlx::{PgConnection, PgPool};
use std::collections::{BTreeSet, HashMap};

type Versions = HashMap<EndToEndId, i64>;

/// Writes the changes that are not stale; one outcome each, in order.
///
/// # Errors
/// [`CommitError::Conflict`] when a row came meanwhile that nobody could lock; then nothing is written.
pub async fn write_batch(pool: &PgPool, changes: &[TransferChange]) -> Result<Vec<Outcome>, CommitError> {
    let mut transaction = pool.begin().await.map_err(commit_error)?;
    let mut versions = lock(&mut transaction, changes).await.map_err(commit_error)?;
    let admitted: Vec<_> = changes.iter().map(|change| admit(change, &mut versions)).collect();
    let taken = || changes.iter().zip(&admitted).filter(|(_, admitted)| **admitted).map(|(change, _)| change);
    let rows: Vec<_> = taken().flat_map(row_by_row).collect();
    let written = write_batch::write_batch(&mut *transaction, &rows).await.map_err(commit_error)?;
    if written.contains(&Outcome::Stale) {
        return Err(CommitError::Conflict("a transfer or a key is no longer as it was read".into()));
    }
    for change in taken() {
        match change.returns.as_deref() {
            Some(Returns::Counts { original, held: Some(question) }) => {
                keep(&mut transaction, (&change.next.id, &original.id), question)
                    .await
                    .map_err(commit_error)?
            }
            Some(Returns::Releases(_)) => {
                release(&mut transaction, &change.next.id).await.map_err(commit_error)?
            }
            Some(Returns::Counts { held: None, .. }) | None => {}
        }
    }
    transaction.commit().await.map_err(commit_error)?;
    let outcome = |admitted| if admitted { Outcome::Committed } else { Outcome::Stale };
    Ok(admitted.into_iter().map(outcome).collect())
}

/// All that a change writes into `transfers`, a row each.
fn row_by_row(change: &TransferChange) -> impl Iterator<Item = TransferChange> {
    let own = TransferChange { returns: None, ..change.clone() };
    let original = match change.returns.as_deref() {
        Some(Returns::Counts { original, .. }) => {
            let next = original.clone();
            Some(TransferChange { next, question: Question::Keep, entry: None, returns: None })
        }
        Some(Returns::Releases(_)) | None => None,
    };
    [Some(own), original].into_iter().flatten()
}

/// Does all of it follow what is there?
fn admit(change: &TransferChange, versions: &mut Versions) -> bool {
    let rows: Vec<_> = row_by_row(change).map(|row| (row.next.id, row.next.version)).collect();
    let follows = |(id, version): &(_, i64)| versions.get(id).copied().unwrap_or(0) + 1 == *version;
    let admitted = rows.iter().all(follows);
    if admitted {
        versions.extend(rows);
    }
    admitted
}

/// Locks in the order of ids, so that no two batches wait for each other in a circle.
async fn lock(connection: &mut PgConnection, changes: &[TransferChange]) -> Result<Versions, sqlx::Error> {
    let ids: BTreeSet<_> = changes.iter().flat_map(row_by_row).map(|row| row.next.id.to_string()).collect();
    let rows = sqlx::query!(
        "select end_to_end_id, version from transfers where end_to_end_id = any($1)
         order by end_to_end_id for no key update",
        &ids.into_iter().collect::<Vec<_>>(),
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.filter_map(|row| Some((row.end_to_end_id.parse().ok()?, row.version))).collect())
}

async fn keep(
    connection: &mut PgConnection,
    (id, original): (&EndToEndId, &EndToEndId),
    question: &Message,
) -> Result<(), sqlx::Error> {
    let kept = sqlx::query!(
        "insert into held_returns (return_id, original_end_to_end_id, message_id, topic, message_key, kind, payload)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.as_str(),
        original.as_str(),
        &question.id,
        &question.topic,
        &question.key,
        &question.kind,
        &question.payload,
    );
    kept.execute(connection).await.map(drop)
}

async fn release(connection: &mut PgConnection, original: &EndToEndId) -> Result<(), sqlx::Error> {
    let released = sqlx::query!(
        "with released as (
             delete from held_returns where original_end_to_end_id = $1 returning *
         )
         insert into open_questions (end_to_end_id, message_id, topic, message_key, kind, payload)
         select return_id, message_id, topic, message_key, kind, payload from released",
        original.as_str(),
    );
    released.execute(connection).await.map(drop)
}

/// What is kept with any of `originals`.
pub async fn held(pool: &PgPool, originals: &[EndToEndId]) -> Result<Vec<HeldReturn>, Unavailable> {
    let ids: Vec<_> = originals.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        "select original_end_to_end_id, message_id, topic, message_key, kind, payload from held_returns
         where original_end_to_end_id = any($1) order by return_id",
        &ids,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?.into_iter();
    let held = rows.map(|row| {
        let original = row.original_end_to_end_id.parse();
        let original = original.map_err(|_| Unavailable("the row of a kept return cannot be read".into()))?;
        let question = Message {
            id: row.message_id,
            topic: row.topic,
            key: row.message_key,
            kind: row.kind,
            payload: row.payload,
        };
        Ok(HeldReturn { original, question })
    });
    held.collect()
}
