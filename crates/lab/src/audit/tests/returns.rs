//! Returns: counted on all sides, and what is broken where they are not.

use super::{
    Check, broken,
    fixture::{Fixture, with_fixture},
    phases::Phase,
    report,
};

/// Bank 002 gives back a part of what came from bank 001; its id.
async fn given_back(fixture: &Fixture, original: &str, cents: i64, phase: Phase) -> String {
    let id = fixture.back(cents, phase).await;
    let back = format!("D{}", &id[1..]);
    for place in 0..3 {
        let renamed = format!(
            "update transfers set end_to_end_id = '{back}', key = '{original}' where end_to_end_id = '{id}';
             update open_questions set end_to_end_id = '{back}' where end_to_end_id = '{id}'"
        );
        fixture.sql(place, &renamed).await;
    }
    for bank in 1..3 {
        let noted = format!(
            "update postings set end_to_end_id = '{back}' where end_to_end_id = '{id}';
             insert into returns select end_to_end_id, side, key, 'customer' from transfers
             where end_to_end_id = '{back}'"
        );
        fixture.sql(bank, &noted).await;
    }
    let counted = format!(
        "update transfers set returned_cents = returned_cents + {cents} where end_to_end_id = '{original}'
         and exists (select from transfers where end_to_end_id = '{back}' and status not in ('rejected', 'refunded'))"
    );
    fixture.sql(0, &counted).await;
    back
}

#[tokio::test]
async fn returns_in_every_state_are_sound_also_one_that_is_kept() {
    with_fixture(async |fixture| {
        let original = fixture.transfer(7_000, Phase::Completed).await;
        for phase in Phase::ALL {
            given_back(&fixture, &original, 10, phase).await;
        }
        assert_eq!(broken(&fixture).await, []);
        let kept = given_back(&fixture, &original, 10, Phase::Registered).await;
        let keep = format!(
            "delete from open_questions where end_to_end_id = '{kept}';
             insert into held_returns values ('{kept}', '{original}', 'm', 't', 'k', 'x', '')"
        );
        fixture.sql(0, &keep).await;
        let report = report(&fixture).await;
        assert_eq!(report.broken(), [], "{report}");
    })
    .await;
}

#[tokio::test]
async fn more_than_came_is_found_at_both_banks() {
    with_fixture(async |fixture| {
        let original = fixture.transfer(700, Phase::Completed).await;
        given_back(&fixture, &original, 400, Phase::Completed).await;
        for place in 1..3 {
            fixture.sql(place, "alter table returns disable trigger never_more_than_came").await;
        }
        fixture.sql(0, "alter table transfers drop constraint never_more_than_came").await;
        given_back(&fixture, &original, 301, Phase::Completed).await;
        assert_eq!(broken(&fixture).await, [Check::ReturnsFit]);
    })
    .await;
}

#[tokio::test]
async fn a_return_that_says_not_of_what_is_found() {
    with_fixture(async |fixture| {
        let original = fixture.transfer(700, Phase::Completed).await;
        given_back(&fixture, &original, 400, Phase::Completed).await;
        fixture.sql(1, "delete from returns").await;
        assert_eq!(broken(&fixture).await, [Check::ReturnsFit]);
    })
    .await;
}

#[tokio::test]
async fn a_return_that_the_hub_does_not_count_is_found() {
    with_fixture(async |fixture| {
        let original = fixture.transfer(700, Phase::Completed).await;
        given_back(&fixture, &original, 400, Phase::Completed).await;
        fixture.sql(0, "update transfers set returned_cents = 300 where returned_cents > 0").await;
        assert_eq!(broken(&fixture).await, [Check::ReturnsCounted]);
    })
    .await;
}
