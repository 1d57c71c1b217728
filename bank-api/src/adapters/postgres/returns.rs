//! What is known of returns besides their transfers. Only what names a return comes here.

use super::transfer_rows::{TransferRow, select_transfers, side_name};
use crate::domain::{AccountId, Returned, Transfer};
use engine::Unavailable;
use outbox::postgres::unavailable;
use pix::{Cents, EndToEndId, ReturnReason};
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;

/// Writes what is known of returns whose transfers are written already, in the same transaction.
pub async fn insert(connection: &mut PgConnection, returned: &[&Returned]) -> Result<(), sqlx::Error> {
    for Returned { id, side, original, reason, .. } in returned {
        let row = sqlx::query!(
            "insert into returns (return_id, side, original_end_to_end_id, reason) values ($1, $2, $3, $4)",
            id.as_str(),
            side_name(*side),
            original.as_str(),
            reason.as_str(),
        );
        row.execute(&mut *connection).await?;
    }
    Ok(())
}

/// What of each original its payee has given back, with what is on its way.
pub async fn sums(pool: &PgPool, originals: &[EndToEndId]) -> Result<Vec<(EndToEndId, Cents)>, Unavailable> {
    let ids: Vec<_> = originals.iter().map(ToString::to_string).collect();
    let rows = sqlx::query!(
        r#"select original_end_to_end_id, sum(amount_cents)::bigint as "cents!"
           from returns join transfers on end_to_end_id = return_id and transfers.side = returns.side
           where original_end_to_end_id = any($1) and returns.side = 'out' and status <> 'rejected'
           group by original_end_to_end_id"#,
        &ids,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?.into_iter();
    let sum = |id: &str, cents| Some((id.parse().ok()?, Cents::new(cents)));
    Ok(rows.filter_map(|row| sum(&row.original_end_to_end_id, row.cents)).collect())
}

/// The account's sides of the returns of a transfer, the oldest first.
pub async fn of(
    pool: &PgPool,
    account: AccountId,
    original: EndToEndId,
) -> Result<Vec<(Transfer, ReturnReason)>, Unavailable> {
    let reasons = sqlx::query!(
        "select return_id, reason from returns where original_end_to_end_id = $1",
        original.as_str(),
    );
    let reasons = reasons.fetch_all(pool).await.map_err(unavailable)?.into_iter();
    let reasons: HashMap<_, _> =
        reasons.filter_map(|row| Some((row.return_id, row.reason.parse().ok()?))).collect();
    let ids: Vec<_> = reasons.keys().cloned().collect();
    let rows = select_transfers!(
        "from transfers where account_id = $1 and end_to_end_id = any($2) and (side = 'out' or status <> 'rejected')
           order by pending_at, end_to_end_id",
        account.0,
        &ids,
    );
    let rows = rows.fetch_all(pool).await.map_err(unavailable)?;
    let with_reason = |row: TransferRow| {
        let reason = reasons.get(&row.end_to_end_id).copied();
        Ok(reason.zip(Some(row.transfer()?)).map(|(reason, transfer)| (transfer, reason)))
    };
    rows.into_iter().filter_map(|row| with_reason(row).transpose()).collect()
}
