//! How PostgreSQL goes about a batch: row by row, by key, in tables of every size.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::{
    adapters::postgres::PostgresBooks,
    application::{Books as _, Present, Wanted},
    domain::Side,
};
use sqlx::{PgPool, postgres::PgPoolOptions};
use testing::plans;

/// So many customers, each with a session, a key and a transfer.
async fn settle_in(pool: &PgPool, customers: i64) {
    let tables = [
        "insert into accounts (id) select 200000 + n from generate_series(1, $1) as n",
        "insert into holders (account_id, name, tax_id, email, password_hash, pin_digest)
         select 200000 + n, 'Caio', n, n || '@example.com', '-', sha256('1') from generate_series(1, $1) as n",
        "insert into sessions select sha256(n::text::bytea), 200000 + n, now() + interval '1 day'
         from generate_series(1, $1) as n",
        "insert into pix_keys (entry_id, account_id, kind, key, status)
         select gen_random_uuid(), 200000 + n, 'email', n || '@example.com', 'active' from generate_series(1, $1) as n",
        "insert into transfers (end_to_end_id, side, account_id, status, amount_cents, key, description, inside,
             idempotency_key, idempotency_hash, pending_at, version)
         select 'E10000001202601010000' || lpad(n::text, 11, '0'), 'out', 200000 + n, 'pending', 10, 'k', '', false,
             'once', '\\x01', now(), 1 from generate_series(1, $1) as n",
    ];
    for table in tables {
        sqlx::query(table).bind(customers).execute(pool).await.unwrap();
    }
}

/// The bank does a bit of everything over one connection, which remembers each statement.
async fn a_batch(one: &PgPool) {
    let books = PostgresBooks::new(one.clone());
    let bank = StoreUnderTest::postgres(one);
    let wanted = Wanted {
        sessions: vec![bank.log_in(ANA).await],
        requests: vec![(bank.log_in(BIA).await, "once".into())],
        keys: vec!["caio@example.com".into()],
        transfers: vec![(order(1, 1).id, Side::Out)],
        accounts: vec![ANA],
        originals: Vec::new(),
    };
    let read = books.load(&wanted).await.unwrap().read;
    let (transfer, change) = sent(1, 100);
    // In one statement, and under locks.
    books.commit(&read, &[change]).await.unwrap();
    books.commit(&Present::default(), &[settled(&transfer, &confirmed())]).await.unwrap();
}

#[tokio::test]
async fn a_batch_finds_its_rows_by_key_in_empty_small_and_large_tables_and_in_those_that_have_grown() {
    for customers in [0, 10, 300, 20_000] {
        on_database(async |pool: PgPool| {
            settle_in(&pool, customers).await;
            if customers > 0 {
                sqlx::query("analyze").execute(&pool).await.unwrap();
            }
            let one = PgPoolOptions::new().max_connections(1);
            let one = one.connect_with(pool.connect_options().as_ref().clone()).await.unwrap();
            a_batch(&one).await;
            // Accounts, transfers, locks and the batch itself.
            plans::assert_by_key(one, 4, &format!("of {customers} customers")).await;
        })
        .await;
    }
}
