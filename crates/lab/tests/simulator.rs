//! The simulator as a test: thousands of seeds hold, and every mutant is caught.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use lab::simulator::{Failure, FaultModel, Mutant, Report, Setup, run, shrink};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Seeds of one test run.
const SEEDS: u64 = 2_000;
/// Seeds in which a mutant must be caught.
const SEEDS_FOR_A_MUTANT: u64 = 400;
/// How long a failing run is shortened.
const SHRINK_MAX: Duration = Duration::from_secs(20);

/// Runs seeds on all cores; the first failure in order of seeds.
fn run_all(seeds: u64, mutant: Option<Mutant>, model: FaultModel) -> Result<Vec<Report>, Failure> {
    let next = AtomicU64::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds {
                return results;
            }
            results.push((seed, run(Setup { seed, mutant, model })));
            if results.last().is_some_and(|(_, result)| result.is_err()) {
                next.store(seeds, Ordering::Relaxed);
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    let mut results = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    results.sort_by_key(|(seed, _)| *seed);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Runs seeds that must hold; where one does not, the panic says which events it needs.
fn assert_hold(seeds: u64, mutant: Option<Mutant>, model: FaultModel) -> Vec<Report> {
    run_all(seeds, mutant, model).unwrap_or_else(|failure| {
        let setup = Setup { seed: failure.seed, mutant, model };
        panic!("{failure}\n{}", shrink(setup, failure.clone(), SHRINK_MAX))
    })
}

#[test]
fn every_transfer_comes_to_its_end_and_the_money_is_exact_under_all_faults() {
    let reports = assert_hold(SEEDS, None, FaultModel::Everything);
    let sum = |of: fn(&Report) -> usize| reports.iter().map(of).sum::<usize>();
    let (accepted, completed, crashes) = (sum(|r| r.accepted), sum(|r| r.completed), sum(|r| r.crashes));
    let returned = sum(|r| r.returned);
    println!(
        "{SEEDS} seeds: {accepted} transfers accepted, {completed} completed, {returned} returned, {crashes} crashes"
    );
    assert!(returned > SEEDS as usize, "money has to come back");
    assert!(completed > SEEDS as usize * 5, "a world in which little happens proves little");
    assert!(accepted > completed, "some transfers have to be refunded");
    assert!(crashes > SEEDS as usize * 5, "processes have to die");
}

#[test]
fn a_seed_replays_the_same_run() {
    for seed in 0..20 {
        let again = || run(Setup { seed, mutant: None, model: FaultModel::Everything });
        assert_eq!(again(), again(), "seed {seed}");
    }
}

fn assert_caught(mutant: Mutant) {
    assert_caught_in(mutant, FaultModel::Everything);
}

fn assert_caught_in(mutant: Mutant, model: FaultModel) {
    match run_all(SEEDS_FOR_A_MUTANT, Some(mutant), model) {
        Err(failure) => println!("{mutant}: {failure}"),
        Ok(_) => panic!("{mutant} went through {SEEDS_FOR_A_MUTANT} seeds unseen"),
    }
}

#[test]
fn a_credit_without_a_look_for_the_repeat_is_caught() {
    assert_caught(Mutant::NoRepeatCheck);
}

#[test]
fn a_request_sent_before_its_debit_is_committed_is_caught() {
    assert_caught(Mutant::SendBeforeCommit);
}

#[test]
fn a_refund_that_moves_no_money_is_caught() {
    assert_caught(Mutant::LostRefund);
}

#[test]
fn a_rejection_that_follows_a_confirmation_is_caught() {
    assert_caught(Mutant::ContradictionRefunds);
}

#[test]
fn a_commit_that_forgets_the_floor_is_caught() {
    assert_caught(Mutant::FloorForgotten);
}

#[test]
fn a_system_in_which_nobody_asks_again_is_caught() {
    assert_caught(Mutant::NoSweep);
}

#[test]
fn a_request_that_is_sent_and_not_remembered_is_caught() {
    assert_caught(Mutant::QuestionNotStored);
}

#[test]
fn a_bank_that_hands_callers_what_others_asked_for_is_caught() {
    assert_caught(Mutant::AnswersShifted);
}

#[test]
fn a_return_that_is_forwarded_before_its_original_has_arrived_is_caught() {
    assert_caught(Mutant::ReturnForwardedEarly);
}

#[test]
fn returns_that_nobody_adds_up_are_caught() {
    assert_caught(Mutant::ReturnsNotSummed);
}

#[test]
fn returns_that_are_not_added_up_while_they_travel_are_caught() {
    assert_caught(Mutant::ReturnsUnderWayNotSummed);
}

#[test]
fn a_charge_that_is_judged_as_it_was_before_the_batch_is_caught() {
    assert_caught(Mutant::ChargeRemembered);
}

#[test]
fn a_failing_run_is_shortened_to_the_events_that_it_needs() {
    let (mutant, model) = (Some(Mutant::NoRepeatCheck), FaultModel::Everything);
    let failure = run_all(SEEDS_FOR_A_MUTANT, mutant, model).unwrap_err();
    let (setup, before) = (Setup { seed: failure.seed, mutant, model }, failure.clone());
    let shrunk = shrink(setup, failure, SHRINK_MAX);
    println!("{shrunk}");
    let after = shrunk.failure;
    assert_eq!(after.breach.invariant, before.breach.invariant);
    assert!(
        after.events.len() * 4 < before.events.len(),
        "{} of {}",
        after.events.len(),
        before.events.len()
    );
}

#[test]
fn a_position_moved_before_the_effect_costs_time_and_no_money_because_who_waits_asks_again() {
    assert_hold(SEEDS_FOR_A_MUTANT, Some(Mutant::PositionBeforeEffect), FaultModel::Everything);
}

#[test]
fn whatever_was_away_for_however_long_all_comes_to_rest_within_a_minute_of_the_last_repair() {
    assert_hold(SEEDS_FOR_A_MUTANT, None, FaultModel::Outages);
}

#[test]
fn a_system_in_which_only_patience_asks_again_is_caught_since_it_takes_too_long() {
    assert_caught_in(Mutant::LongPatience, FaultModel::Outages);
}

#[test]
fn where_processes_only_die_nobody_has_to_ask_twice() {
    assert_hold(SEEDS_FOR_A_MUTANT, None, FaultModel::Crashes);
}

#[test]
fn a_position_moved_before_the_effect_is_caught_where_nobody_asks_twice() {
    assert_caught_in(Mutant::PositionBeforeEffect, FaultModel::Crashes);
}

#[test]
fn the_command_replays_a_seed_as_the_tests_do() {
    let lab =
        std::process::Command::new(env!("CARGO_BIN_EXE_lab")).args(["simulate", "--seeds", "3"]).output();
    let output = lab.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.starts_with("all hold"), "{said}");
}
