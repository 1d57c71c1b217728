//! Transfers that move on while they are read: what is only progress is never a breach, and waiting ends when it should.

use super::{fixture::*, phases::Phase, report};
use crate::audit::{
    Databases,
    between::judge,
    sighting::{BankStatus, HubStatus, HubTransfer, Side, Sighting},
    totals::{Effect, Money},
    wait_until_settled,
};
use std::time::Duration;

fn side(status: BankStatus) -> Option<Side> {
    Some(Side { status, amount_cents: 700, account: Some(IPE), inside: false, key: "k".into() })
}

fn hub(status: HubStatus) -> Option<HubTransfer> {
    Some(HubTransfer {
        status,
        amount_cents: 700,
        key: "k".into(),
        payer_account: IPE.to_string(),
        destination: Some("20000002".into()),
        malformed: false,
    })
}

/// All that a transfer goes through, step by step: what the origin, the hub and the payee's bank have.
type Step = (Option<Side>, Option<HubTransfer>, Option<Side>);

fn lives() -> [Vec<Step>; 2] {
    use BankStatus::{Completed, Pending, Rejected};
    let accepted =
        [(None, None, None), (side(Pending), None, None), (side(Pending), hub(HubStatus::Pending), None)];
    let [mut paid, mut refused] = [accepted.to_vec(), accepted.to_vec()];
    paid.extend([
        (side(Pending), hub(HubStatus::Pending), side(Completed)),
        (side(Pending), hub(HubStatus::Confirmed), side(Completed)),
        (side(Completed), hub(HubStatus::Confirmed), side(Completed)),
        (side(Completed), hub(HubStatus::Completed), side(Completed)),
    ]);
    refused.extend([
        (side(Pending), hub(HubStatus::Pending), side(Rejected)),
        (side(Pending), hub(HubStatus::Rejected), side(Rejected)),
        (side(Rejected), hub(HubStatus::Rejected), side(Rejected)),
        (side(Rejected), hub(HubStatus::Refunded), side(Rejected)),
    ]);
    [paid, refused]
}

/// A reading that meets each database at another step of the transfer's life.
fn reading(life: &[Step], steps: [usize; 3]) -> Sighting {
    let mut sighting = Sighting { id: "E1000000120261124000000000000000".into(), ..Sighting::default() };
    sighting.banks.resize(2, Default::default());
    sighting.banks[0].out.clone_from(&life[steps[0]].0);
    sighting.hub.transfer.clone_from(&life[steps[1]].1);
    sighting.banks[1].into.clone_from(&life[steps[2]].2);
    sighting
}

#[tokio::test]
async fn however_two_readings_fall_into_a_life_they_are_no_breach_and_lose_no_money() {
    with_fixture(async |fixture| {
        let databases: &Databases = &fixture.databases;
        for life in lives() {
            let all = |from: usize| (from..life.len()).collect::<Vec<_>>();
            for a in all(0) {
                for b in all(0) {
                    for c in all(0) {
                        let first = reading(&life, [a, b, c]);
                        let latest = a.max(b).max(c);
                        for d in all(latest) {
                            for e in all(latest) {
                                for f in all(latest) {
                                    let second = reading(&life, [d, e, f]);
                                    assert_eq!(judge(databases, &first, &second), [], "{first:?} {second:?}");
                                    let effect = Effect::of(databases, &first, &second);
                                    let money = Money::new(&Default::default(), &Effect::default(), &effect);
                                    let mut findings = Default::default();
                                    // Only what some database has seen is ever read again, and seen it was before.
                                    if first.banks[0].out.is_some() {
                                        money.judge(&mut findings);
                                    }
                                    assert!(findings.is_empty(), "{findings:?} {first:?} {second:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn waiting_ends_at_once_when_all_is_settled() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Completed).await;
        fixture.transfer(700, Phase::RefundRecorded).await;
        assert_eq!(wait_until_settled(&fixture.databases, Duration::ZERO).await.unwrap(), Ok(()));
    })
    .await;
}

#[tokio::test]
async fn waiting_ends_in_time_and_says_what_is_left() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Settled).await;
        let left = wait_until_settled(&fixture.databases, Duration::ZERO).await.unwrap().unwrap_err();
        assert_eq!(left, "1 open questions at hub");
        let mut report = report(&fixture).await;
        assert!(report.sound);
        report.add_settled(Some(left));
        assert!(!report.sound && report.to_string().contains("BROKEN  every accepted transfer has ended"));
    })
    .await;
}

#[tokio::test]
async fn a_transfer_that_waits_while_nobody_asks_is_not_settled() {
    with_fixture(async |fixture| {
        fixture.transfer(700, Phase::Accepted).await;
        fixture.sql(1, "delete from open_questions").await;
        let left = wait_until_settled(&fixture.databases, Duration::ZERO).await.unwrap().unwrap_err();
        assert_eq!(left, "1 pending transfers at bank 001 that nobody asks about");
    })
    .await;
}
