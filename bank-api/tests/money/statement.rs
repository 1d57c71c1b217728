//! Statements: postings in the order of their balances, in pages that add up.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::{
    adapters::postgres::{PostgresChanges, PostgresStatements},
    application::{ChangeStore as _, Movement, Place, StatementPage, Statements as _},
    domain::{PostingKind, Side},
};
use sqlx::postgres::PgPoolOptions;

testing::on_both!(crate::store_under_test; pages_of_any_size_add_up_to_the_balance_and_each_entry_to_the_one_before);

/// All movements, newest first, page by page; and how many pages that took.
async fn all(bank: &StoreUnderTest, side: Option<Side>, limit: i64) -> (Vec<Movement>, usize) {
    let (mut all, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = bank.statements.page(ANA, StatementPage { before, side, limit }).await.unwrap();
        assert!(page.movements.len() as i64 <= limit);
        all.extend(page.movements);
        pages += 1;
        match page.next {
            Some(next) => before = Some(next),
            None => return (all, pages),
        }
    }
}

/// Ana sends seven times, two of which come back, and receives five times.
async fn a_busy_day(bank: &StoreUnderTest) {
    let (first, change) = sent(1, 100);
    let (second, other) = sent(2, 200);
    let morning = [change, received(10, 70, ANA), other, received(11, 30, ANA), sent(3, 300).1];
    bank.commit(&morning).await.unwrap();
    let noon =
        [settled(&first, &rejected()), sent(4, 400).1, settled(&second, &rejected()), received(12, 5, ANA)];
    bank.commit(&noon).await.unwrap();
    let evening = [sent(5, 500).1, received(13, 1, BIA), sent(6, 600).1, received(14, 2, ANA), sent(7, 1).1];
    bank.commit(&evening).await.unwrap();
    bank.commit(&[received(15, 9, ANA)]).await.unwrap();
}

async fn pages_of_any_size_add_up_to_the_balance_and_each_entry_to_the_one_before(bank: StoreUnderTest) {
    a_busy_day(&bank).await;
    let (whole, _) = all(&bank, None, 100).await;
    assert_eq!(whole.len(), 15, "opening, seven sent, five received, two refunds");
    for limit in [1, 2, 3, 7, 14, 15, 16] {
        let (paged, pages) = all(&bank, None, limit).await;
        assert_eq!(paged, whole, "{limit} a page");
        assert_eq!(pages as i64, (14 + limit) / limit, "there is no empty last page");
    }
    let sum: i64 = whole.iter().map(|movement| movement.amount.get()).sum();
    assert_eq!(sum, bank.balance(ANA).await);
    for pair in whole.windows(2) {
        let [later, earlier] = pair else { unreachable!() };
        assert!(later.number > earlier.number, "numbers are drawn in the order of the balances");
        assert_eq!(later.balance_after.get(), earlier.balance_after.get() + later.amount.get());
    }
    assert_eq!(whole.last().unwrap().kind, PostingKind::Opening);
    let (out, _) = all(&bank, Some(Side::Out), 3).await;
    let (into, _) = all(&bank, Some(Side::In), 3).await;
    assert!(out.iter().all(|movement| movement.amount.is_negative()) && out.len() == 7);
    assert!(into.iter().all(|movement| !movement.amount.is_negative()) && into.len() == 8);
}

#[tokio::test]
async fn a_rare_direction_is_found_page_by_page_without_reading_the_whole_account_at_once() {
    on_database(async |pool| {
        let bank = StoreUnderTest::postgres(&pool);
        bank.commit(&[sent(1, 100).1]).await.unwrap();
        // Many small receipts, written past the rules for the sake of speed.
        let receipts =
            "insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
             select 'E' || number, 'received', 2, $1, 1, 1 from generate_series(1, 25000) as number";
        sqlx::query(receipts).bind(ANA.0).execute(&pool).await.unwrap();
        let (out, pages) = all(&bank, Some(Side::Out), 50).await;
        assert_eq!(out.iter().map(|movement| movement.amount.get()).collect::<Vec<_>>(), [-100]);
        assert_eq!(pages, 3, "ten thousand movements are looked at for each");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_was_busy_once_is_read_by_its_own_index_and_not_through_everybodys_movements() {
    on_database(async |pool| {
        // One connection, so that it can be asked what it has read.
        let options = (*pool.connect_options()).clone();
        let one = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        let movements = "insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents)
             select 'E' || number, 'received', 2, $1, 1, 1 from generate_series(1, 20000) as number";
        for id in [ANA, BIA] {
            sqlx::query(movements).bind(id.0).execute(&one).await.unwrap();
        }
        sqlx::query("analyze postings").execute(&one).await.unwrap();

        let (statements, changes) = (PostgresStatements(one.clone()), PostgresChanges(one.clone()));
        let page = StatementPage { before: None, side: None, limit: 20 };
        assert_eq!(statements.page(ANA, page).await.unwrap().movements.len(), 20);
        let mut seen = changes.seen(ANA, Some(Place { movement: 0, open_since: None })).await.unwrap();
        assert!(changes.changes(ANA, &seen).await.unwrap().more);
        seen = changes.seen(ANA, None).await.unwrap();
        assert!(!changes.changes(ANA, &seen).await.unwrap().more);

        sqlx::query("select pg_stat_force_next_flush()").execute(&one).await.unwrap();
        let read: i64 = sqlx::query_scalar(
            "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where indexrelname = 'postings_pkey'",
        )
        .fetch_one(&one)
        .await
        .unwrap();
        assert_eq!(read, 0);
        one.close().await;
    })
    .await;
}
