//! Plants breaches in small, whole databases and asks which claims the audit then calls broken: exactly the right ones.
//!
//! PostgreSQL is needed: the demo's own (`scripts/up postgres`), or the superuser's URL in TEST_POSTGRES_URL.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod at_one_bank;
mod between_databases;
mod fixture;
mod foreign_banks;
mod phases;
mod progress;
mod returns;

use super::{Check, Report, audit};
use fixture::{Fixture, with_fixture};
use phases::Phase;

/// The broken claims of its databases.
async fn broken(fixture: &Fixture) -> Vec<Check> {
    report(fixture).await.broken()
}

async fn report(fixture: &Fixture) -> Report {
    audit(&fixture.databases).await.unwrap()
}

#[tokio::test]
async fn a_town_with_transfers_in_every_state_is_sound() {
    with_fixture(async |fixture| {
        for phase in Phase::ALL {
            fixture.transfer(700, phase).await;
            fixture.back(300, phase).await;
        }
        fixture.paid_inside(500).await;
        let report = report(&fixture).await;
        assert_eq!(report.broken(), [], "{report}");
        let money = report.money;
        assert_eq!(money.opening_cents, 400_000);
        assert_eq!(money.customers_cents + money.underway_cents, 400_000);
        assert!(money.underway_cents > 0 && money.credited_unsettled_cents > 0, "{report}");
        assert_eq!(report.transfers.transfers, 2 * Phase::ALL.len() as u64 + 1);
        // The hub waits from Registered to Settled, and from Refused to Refunded.
        assert_eq!(report.waiting[0].open_questions, 2 * 7);
    })
    .await;
}

#[tokio::test]
async fn an_empty_town_is_sound() {
    with_fixture(async |fixture| {
        for place in 1..3 {
            fixture.sql(place, "truncate postings, accounts cascade").await;
        }
        assert_eq!(broken(&fixture).await, []);
    })
    .await;
}

#[tokio::test]
async fn the_report_lists_the_place_in_words_and_in_json() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(700, Phase::Completed).await;
        fixture.sql(0, "delete from transfers").await;
        let report = report(&fixture).await;
        let text = report.to_string();
        assert!(text.contains(&id) && text.contains("THE BOOKS ARE WRONG"), "{text}");
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["sound"], false);
        let claim =
            json["claims"].as_array().unwrap().iter().find(|c| c["check"] == "known_to_the_hub").unwrap();
        assert_eq!(claim["count"], 1);
        assert!(claim["first"][0].as_str().unwrap().contains(&id));
    })
    .await;
}

#[tokio::test]
async fn a_pass_over_more_transfers_than_one_fetch_takes_misses_none() {
    with_fixture(async |fixture| {
        let id = fixture.transfer(1, Phase::Completed).await;
        fixture.multiply(&id, 12_000).await;
        let report = report(&fixture).await;
        assert_eq!(report.broken(), [], "{report}");
        assert_eq!(report.transfers.transfers, 12_001);
        fixture
            .sql(
                0,
                "delete from transfers where end_to_end_id in
            (select end_to_end_id from transfers order by end_to_end_id limit 1200 offset 9000)",
            )
            .await;
        let report = super::audit(&fixture.databases).await.unwrap();
        assert_eq!(report.broken(), [Check::KnownToTheHub]);
        let claim = report.claims.iter().find(|claim| claim.count > 0).unwrap();
        assert_eq!((claim.count, claim.first.len()), (1200, 20));
    })
    .await;
}
