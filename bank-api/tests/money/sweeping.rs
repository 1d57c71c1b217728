//! What is never read again has an end.

use crate::{
    samples::*,
    store_under_test::{StoreUnderTest, on_database},
};
use bank_api::{
    adapters::postgres::PostgresStatements,
    application::{IdempotencyKey, StatementPage, Statements as _},
};
use engine::Outcome::Committed;
use sqlx::Row as _;

testing::on_both!(
    crate::store_under_test;
    what_an_order_was_called_is_forgotten_when_it_has_ended_and_is_old,
);

async fn what_an_order_was_called_is_forgotten_when_it_has_ended_and_is_old(bank: StoreUnderTest) {
    let (done, first) = sent(1, 100);
    let (refunded, second) = sent(2, 200);
    let (_, waiting) = sent(3, 300);
    bank.commit(&[first, second, waiting, received(4, 7, ANA)]).await.unwrap();
    bank.commit(&[settled(&done, &confirmed()), settled(&refunded, &rejected())]).await.unwrap();
    assert_eq!(bank.statements.forget_requests(1, 100).await.unwrap(), 0, "all of it is of today");

    bank.all_of_it_was_two_days_ago().await;
    // Two openings, three sent, one received, one settled, one refunded: eight movements.
    for looked_at in [3, 3, 2, 0] {
        assert_eq!(bank.statements.forget_requests(1, 3).await.unwrap(), looked_at);
    }
    let ordered = async |number: u64| {
        let key = IdempotencyKey::parse(&format!("request-{number}")).unwrap();
        bank.statements.ordered(ANA, &key).await.unwrap().map(|transfer| transfer.id)
    };
    assert_eq!([ordered(1).await, ordered(2).await], [None, None]);
    assert_eq!(ordered(3).await, Some(order(3, 300).id), "it still waits");
    let page = StatementPage { limit: 100, ..StatementPage::default() };
    let statement = bank.statements.page(ANA, page).await.unwrap();
    assert_eq!(statement.movements.len(), 6, "the books forget nothing");

    let (_, mut anew) = sent(5, 500);
    anew.decision.transfers[0].idempotency = done.idempotency;
    assert_eq!(bank.commit(&[anew]).await.unwrap(), [Committed]);
    assert_eq!(ordered(1).await, Some(order(5, 500).id));
}

#[tokio::test]
async fn old_orders_are_found_by_their_movements_step_by_step() {
    on_database(async |pool| {
        let many =
            "insert into postings (end_to_end_id, kind, debit, credit, amount_cents, balance_after_cents, at)
             select 'E' || number, 'received', 2, 100001, 1, 1, now() - interval '1 year'
             from generate_series(1, 20000) as number";
        sqlx::query(many).execute(&pool).await.unwrap();
        sqlx::query("analyze").execute(&pool).await.unwrap();
        assert_eq!(PostgresStatements(pool.clone()).forget_requests(90, 1_000).await.unwrap(), 0);
        // The openings are of today, and come first.
        sqlx::query("update forgotten_requests set up_to_posting = 2").execute(&pool).await.unwrap();
        assert_eq!(PostgresStatements(pool.clone()).forget_requests(90, 1_000).await.unwrap(), 1_000);
        let next = "explain select id from postings where id > (select up_to_posting from forgotten_requests)
             order by id limit 1000";
        let plan = sqlx::query(next).fetch_all(&pool).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|line| line.get(0)).collect();
        assert!(plan.iter().any(|line| line.contains("postings_pkey")), "{plan:#?}");
    })
    .await;
}
