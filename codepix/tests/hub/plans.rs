//! How PostgreSQL goes about a batch of the hub, in empty tables and in large ones.

use crate::{
    fixture::{Fixture, on_postgres},
    samples::*,
};
use codepix::{
    adapters::postgres::{self, PostgresTransfers},
    application::{DirectoryChange, TransferChange, TransferStore as _},
};
use outbox::Question;
use sqlx::{PgPool, postgres::PgPoolOptions};
use testing::plans;

/// The hub takes transfers on, and one of them further, over one connection, which remembers each statement.
async fn a_batch(one: &PgPool) {
    let (transfers, directory) = (PostgresTransfers(one.clone()), postgres::stores(one).directory);
    let entry = entry(7, "maria@example.com", "88");
    directory.commit(&[DirectoryChange::Add { entry: entry.clone(), count: 0 }]).await.unwrap();
    directory.find(&["maria@example.com".into()]).await.unwrap();
    let asked = TransferChange {
        next: pending(1),
        question: Question::Ask(message("1/forward", &to_mare())),
        entry: Some(entry.entry_id),
        returns: None,
    };
    transfers.commit(&[asked, change(pending(2))]).await.unwrap();
    transfers.commit(&[change(confirmed(1))]).await.unwrap();
    transfers.load(&[id(&ipe(), 1)]).await.unwrap();
}

#[tokio::test]
async fn a_batch_finds_its_rows_by_key_and_never_meets_itself_row_by_row() {
    for past in [0, 10, 300, 20_000] {
        on_postgres(async |fixture: Fixture| {
            let pool = fixture.database.unwrap();
            sqlx::query(
                "insert into transfers (end_to_end_id, status, amount_cents, key, description, payer_branch,
                     payer_account, registered_at, version)
                 select 'E10000001202601010000' || lpad(n::text, 11, '0'), 'pending', 1, 'k', '', '1', '1', now(), 1
                 from generate_series(1, $1) as n",
            )
            .bind(past)
            .execute(&pool)
            .await
            .unwrap();
            if past > 0 {
                sqlx::query("analyze").execute(&pool).await.unwrap();
            }
            let one = PgPoolOptions::new().max_connections(1);
            let one = one.connect_with(pool.connect_options().as_ref().clone()).await.unwrap();
            a_batch(&one).await;
            // Transfers, keys and the batch itself.
            plans::assert_by_key(one, 3, &format!("beside {past}")).await;
        })
        .await;
    }
}
