//! Breaches within the books of one bank.

use super::{broken, fixture::*, phases::Phase};
use crate::audit::Check;

#[tokio::test]
async fn a_changed_balance_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture
            .sql(2, &format!("update accounts set balance_cents = balance_cents + 1 where id = {MARE}"))
            .await;
        assert_eq!(broken(&fixture).await, [Check::Balances, Check::BooksBalance, Check::MoneyInTheSystem]);
    })
    .await;
}

#[tokio::test]
async fn money_moved_from_customer_to_customer_without_a_posting_is_found() {
    with_fixture(async |fixture| {
        let both = format!(
            "update accounts set balance_cents = balance_cents + case id when {IPE} then 5 else -5 end"
        );
        fixture.sql(1, &both).await;
        assert_eq!(broken(&fixture).await, [Check::Balances]);
    })
    .await;
}

#[tokio::test]
async fn a_balance_after_that_does_not_follow_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture
            .sql(
                2,
                "update postings set balance_after_cents = balance_after_cents + 1 where kind = 'received'",
            )
            .await;
        assert_eq!(broken(&fixture).await, [Check::BalanceChains]);
    })
    .await;
}

#[tokio::test]
async fn a_balance_below_zero_is_found() {
    with_fixture(async |fixture| {
        fixture
            .sql(
                1,
                "alter table accounts drop constraint never_below_zero;
             alter table postings drop constraint postings_balance_after_cents_check",
            )
            .await;
        fixture.transfer(100_001, Phase::Completed).await;
        assert_eq!(broken(&fixture).await, [Check::NoNegativeBalance]);
    })
    .await;
}

#[tokio::test]
async fn opening_money_that_nobody_issued_is_found() {
    with_fixture(async |fixture| {
        fixture
            .sql(
                1,
                &format!(
                    "alter table postings drop constraint known_moves;
                 update postings set debit = 2 where kind = 'opening' and credit = {IPE}"
                ),
            )
            .await;
        let expected = [Check::Treasury, Check::SettlementPositions];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_double_credit_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        fixture.post(2, "received", (2, MARE), (&format!("'{id}'"), 700)).await;
        let expected = [Check::ReceivedOnce, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_lost_credit_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture
            .sql(
                2,
                &format!(
                    "delete from postings where kind = 'received';
                 update accounts set balance_cents = balance_cents - 700 where id = {MARE}"
                ),
            )
            .await;
        let expected = [Check::ReceivedOnce, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_credit_for_a_refused_transfer_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::RefundRecorded).await;
        fixture.post(2, "received", (2, MARE), (&format!("'{id}'"), 700)).await;
        let expected = [Check::ReceivedOnce, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_double_debit_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Accepted).await;
        fixture.post(1, "sent", (IPE, 1), (&format!("'{id}'"), 700)).await;
        assert_eq!(broken(&fixture).await, [Check::InFlight, Check::SentOnce, Check::MoneyInTheSystem]);
    })
    .await;
}

#[tokio::test]
async fn a_refund_given_twice_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::RefundRecorded).await;
        fixture.post(1, "refund", (1, IPE), (&format!("'{id}'"), 700)).await;
        assert_eq!(
            broken(&fixture).await,
            [Check::InFlight, Check::SettledOrRefunded, Check::MoneyInTheSystem]
        );
    })
    .await;
}

#[tokio::test]
async fn a_lost_settlement_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.sql(1, "delete from postings where kind = 'settled'").await;
        let expected = [Check::InFlight, Check::SettledOrRefunded, Check::SettlementPositions];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_payment_inside_that_arrived_twice_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.paid_inside(500).await;
        fixture.post(1, "received", (1, IPE + 1), (&format!("'{id}'"), 500)).await;
        assert_eq!(broken(&fixture).await, [Check::InFlight, Check::PaidInside, Check::MoneyInTheSystem]);
    })
    .await;
}

#[tokio::test]
async fn a_posting_without_a_transfer_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Accepted).await;
        fixture.sql(1, "delete from transfers; delete from open_questions").await;
        assert!(!id.is_empty());
        let expected = [Check::InFlight, Check::PostingsHaveTransfers, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_credit_of_another_amount_than_the_transfers_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture
            .sql(
                2,
                &format!(
                    "update postings set amount_cents = 701, balance_after_cents = balance_after_cents + 1
                 where kind = 'received';
                 update accounts set balance_cents = balance_cents + 1 where id = {MARE}"
                ),
            )
            .await;
        let expected = [Check::PostingsMatchTransfers, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_credit_to_somebody_else_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.sql(2, &format!("update transfers set account_id = {MARE} + 1")).await;
        assert_eq!(broken(&fixture).await, [Check::PostingsMatchTransfers]);
    })
    .await;
}

#[tokio::test]
async fn a_pending_transfer_that_nobody_asks_about_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Registered).await;
        fixture.sql(1, "delete from open_questions").await;
        assert_eq!(broken(&fixture).await, [Check::OpenQuestions]);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_outlived_its_transfer_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        fixture.ask(0, &id).await;
        fixture.ask(1, "E10000001202611240000zzzzzzzzzzz").await;
        assert_eq!(broken(&fixture).await, [Check::OpenQuestions]);
    })
    .await;
}
