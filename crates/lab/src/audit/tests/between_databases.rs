//! Breaches that no bank can see by itself.

use super::{broken, fixture::*, phases::Phase};
use crate::audit::Check;

#[tokio::test]
async fn a_completed_transfer_the_hub_never_heard_of_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.sql(0, "delete from transfers").await;
        assert_eq!(broken(&fixture).await, [Check::KnownToTheHub]);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_that_the_hub_deleted_long_after_its_end_is_no_breach() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.transfer(700, Phase::RefundRecorded).await;
        fixture
            .sql(0, "delete from transfers; update forgotten_transfers set minted_before = '9000-01-01'")
            .await;
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_under_way_that_the_hub_deleted_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Credited).await;
        fixture.sql(0, "delete from transfers; delete from open_questions").await;
        fixture.sql(0, "update forgotten_transfers set minted_before = '9000-01-01'").await;
        assert_eq!(broken(&fixture).await, [Check::KnownToTheHub]);
    })
    .await;
}

#[tokio::test]
async fn a_waiting_transfer_the_hub_has_not_heard_of_is_no_breach() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Accepted).await;
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}

#[tokio::test]
async fn money_credited_that_nobody_sent_is_found() {
    with_fixture(async |fixture| {
        let id = "E10000001202611240000zzzzzzzzzzz";
        fixture.side(2, (id, "in", "completed"), 700).await;
        fixture.post(2, "received", (2, MARE), (&format!("'{id}'"), 700)).await;
        let expected =
            [Check::KnownToTheHub, Check::HasItsPayer, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn money_credited_that_came_from_a_bank_elsewhere_is_no_breach() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        for place in 0..3 {
            fixture
                .sql(place, "update transfers set end_to_end_id = overlay(end_to_end_id placing '9' from 2)")
                .await;
        }
        fixture.sql(1, "delete from transfers").await;
        fixture.sql(1, "delete from postings where end_to_end_id is not null").await;
        fixture.sql(1, "update accounts set balance_cents = 100000").await;
        fixture.sql(2, "update postings set end_to_end_id = overlay(end_to_end_id placing '9' from 2)").await;
        assert!(id.starts_with('E'));
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_refund_after_the_credit_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Credited).await;
        fixture.sql(
            1,
            "update transfers set status = 'rejected', rejected_at = now(), reason = 'refused';
             delete from open_questions",
        )
        .await;
        fixture.post(1, "refund", (1, IPE), (&format!("'{id}'"), 700)).await;
        fixture.sql(
            0,
            "update transfers set status = 'refunded', reason = 'refused', rejected_at = now(), refunded_at = now();
             delete from open_questions",
        )
        .await;
        let expected = [Check::NeverCreditedAndRefunded, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_credit_that_the_payees_bank_forgot_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture
            .sql(
                2,
                &format!(
                    "delete from transfers; delete from postings where kind = 'received';
                 update accounts set balance_cents = 100000 where id = {MARE}"
                ),
            )
            .await;
        let expected = [Check::SameVerdict, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_settlement_before_the_hubs_verdict_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Settled).await;
        fixture
            .sql(0, "update transfers set status = 'pending', confirmed_at = null, payee_name = null")
            .await;
        assert_eq!(broken(&fixture).await, [Check::SameVerdict]);
    })
    .await;
}

#[tokio::test]
async fn a_hub_that_is_done_before_the_payers_bank_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Confirmed).await;
        fixture
            .sql(
                0,
                "update transfers set status = 'completed', completed_at = now(); delete from open_questions",
            )
            .await;
        assert_eq!(broken(&fixture).await, [Check::SameVerdict]);
    })
    .await;
}

#[tokio::test]
async fn an_amount_that_grew_on_the_way_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.sql(0, "update transfers set amount_cents = 800").await;
        assert_eq!(broken(&fixture).await, [Check::SameTransfer]);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_delivered_to_another_bank_than_the_hub_chose_is_found() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Credited).await;
        fixture.sql(0, "update transfers set destination = '10000001'").await;
        assert_eq!(broken(&fixture).await, [Check::SameTransfer]);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_credited_at_two_banks_is_found() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        fixture.side(1, (&id, "in", "completed"), 700).await;
        fixture.post(1, "received", (2, IPE), (&format!("'{id}'"), 700)).await;
        let expected =
            [Check::SameTransfer, Check::OneCredit, Check::SettlementPositions, Check::MoneyInTheSystem];
        assert_eq!(broken(&fixture).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_that_the_hub_routed_back_to_its_own_bank_is_sound() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        fixture.sql(0, "update transfers set destination = '10000001'").await;
        fixture
            .sql(
                2,
                &format!(
                    "delete from transfers; delete from postings where kind = 'received';
                 update accounts set balance_cents = 100000 where id = {MARE}"
                ),
            )
            .await;
        fixture.side(1, (&id, "in", "completed"), 700).await;
        fixture.post(1, "received", (2, IPE), (&format!("'{id}'"), 700)).await;
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_malformed_request_that_the_hub_registered_is_no_breach() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::UnknownKey).await;
        fixture
            .sql(
                0,
                "update transfers set amount_cents = 0, key = '', payer_account = '', reason = 'malformed'",
            )
            .await;
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}
