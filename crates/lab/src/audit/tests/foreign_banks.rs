//! Banks run by programs of others, whose books are not ours to read.

use super::{broken, fixture::*, phases::Phase, report};
use crate::audit::{BankDatabase, Check, audit, wait_until_settled};
use std::time::Duration;

/// The databases, with two banks of others in its banks file: one has an empty database, one has none.
fn with_foreign_banks(fixture: &mut Fixture) {
    let server = fixture.databases.hub_url.rsplit_once('/').unwrap().0.to_owned();
    for (code, database) in [("003", "postgres"), ("004", "no_such_database")] {
        fixture.databases.banks.push(BankDatabase {
            name: format!("bank {code}"),
            ispb: format!("30000{code}"),
            url: format!("{server}/{database}"),
        });
    }
}

#[tokio::test]
async fn what_can_be_seen_is_audited_and_whose_side_cannot_is_said() {
    with_fixture(async |mut fixture| {
        fixture.transfer(700, Phase::Completed).await;
        with_foreign_banks(&mut fixture);
        let report = report(&fixture).await;
        assert!(report.sound, "{report}");
        let unseen: Vec<_> = report.unseen.iter().map(|bank| bank.name.as_str()).collect();
        assert_eq!(unseen, ["bank 003", "bank 004"]);
        let text = report.to_string();
        for words in
            ["not seen: bank 003's side", "it has no database", "the books that can be seen are right"]
        {
            assert!(text.contains(words), "{text}");
        }
        assert_eq!(serde_json::to_value(&report).unwrap()["unseen"][1]["name"], "bank 004");
        wait_until_settled(&fixture.databases, Duration::ZERO).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn beside_a_foreign_bank_a_breach_is_still_found() {
    with_fixture(async |mut fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.sql(0, "delete from transfers").await;
        with_foreign_banks(&mut fixture);
        assert_eq!(broken(&fixture).await, [Check::KnownToTheHub]);
    })
    .await;
}

#[tokio::test]
async fn a_bank_of_ours_that_lost_a_table_is_no_foreign_bank() {
    with_fixture(async |fixture| {
        fixture.sql(1, "drop table accounts cascade").await;
        let error = audit(&fixture.databases).await.unwrap_err().to_string();
        assert!(error.contains("accounts"), "{error}");
    })
    .await;
}
