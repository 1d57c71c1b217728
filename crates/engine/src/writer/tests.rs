//! The writer over deciders that answer late, in part, or not at all.

use super::*;
use crate::{
    decider::{Decided, Outcome, Source},
    error::CommitError,
    publish::NoEffects,
};
use async_trait::async_trait;
use futures::FutureExt as _;
use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};

/// Everything is a change, and no commit has an answer.
struct Speechless;

#[async_trait]
impl Decider for Speechless {
    type Command = ();
    type WorkingCopy = ();
    type Change = ();
    type Answer = ();
    type Effect = Infallible;

    const NAME: &'static str = "speechless";

    async fn load(&self, _commands: &[&()], _: Source) -> Result<((), Source), Unavailable> {
        Ok(((), Source::Store))
    }

    fn decide(&self, _copy: &mut (), _command: &()) -> Decided<(), (), Infallible> {
        Decided { change: Some(()), answer: (), effects: Vec::new() }
    }

    async fn commit(&self, _copy: &(), _changes: &[()]) -> Result<Vec<Outcome>, CommitError> {
        Err(Unavailable("the connection broke".into()).into())
    }

    fn refuse(&self, _command: &(), _why: &str) {}
}

/// Answers each command with itself. Its first commit leaves out the second change; then it is away.
#[derive(Default)]
struct InParts(AtomicU64);

#[async_trait]
impl Decider for InParts {
    type Command = &'static str;
    type WorkingCopy = ();
    type Change = ();
    type Answer = &'static str;
    type Effect = Infallible;

    const NAME: &'static str = "in parts";

    async fn load(&self, _commands: &[&Self::Command], _: Source) -> Result<((), Source), Unavailable> {
        match self.0.fetch_add(1, Ordering::Relaxed) {
            0 => Ok(((), Source::Store)),
            _ => Err(Unavailable("restarting".into())),
        }
    }

    fn decide(&self, _copy: &mut (), command: &Self::Command) -> Decided<(), Self::Answer, Infallible> {
        Decided { change: Some(()), answer: command, effects: Vec::new() }
    }

    async fn commit(&self, _copy: &(), changes: &[()]) -> Result<Vec<Outcome>, CommitError> {
        let outcome = |place| if place == 1 { Outcome::Stale } else { Outcome::Committed };
        Ok((0..changes.len()).map(outcome).collect())
    }

    fn refuse(&self, command: &Self::Command, _why: &str) -> Self::Answer {
        command
    }
}

#[tokio::test]
async fn of_a_batch_that_is_settled_in_part_each_caller_gets_its_own_answer_or_none() {
    let (publisher, resend) = (Arc::new(NoEffects), Arc::default());
    let (mut writer, intake) = Writer::new(Arc::new(InParts::default()), publisher, resend);
    let (hub, ana, bia, eva, _) = tokio::join!(
        intake.messages(vec!["hub 0", "hub 1", "hub 2"]),
        intake.request("ana"),
        intake.request("bia"),
        intake.messages(vec!["eva 0", "eva 1"]),
        writer.step()
    );
    assert_eq!(hub, Err(Unavailable("restarting".into())), "one of its own was not settled");
    assert_eq!((ana, bia, eva), (Ok("ana"), Ok("bia"), Ok(vec!["eva 0", "eva 1"])));
}

#[tokio::test]
async fn a_commit_without_an_answer_is_told_to_the_sweeper() {
    let resend = Arc::new(Notify::new());
    let publisher = Arc::new(NoEffects);
    let (mut writer, intake) = Writer::new(Arc::new(Speechless), publisher, Arc::clone(&resend));
    let (answer, _) = tokio::join!(intake.request(()), writer.step());
    assert_eq!(answer, Err(Unavailable("the connection broke".into())));
    assert!(
        resend.notified().now_or_never().is_some(),
        "what was to be sent may stand there as an open question"
    );
}

/// Writes down what it is to commit; a commit of "hang" never ends.
#[derive(Default)]
struct Slow(std::sync::Mutex<Vec<&'static str>>);

impl Slow {
    fn committed(&self) -> Vec<&'static str> {
        self.0.lock().expect("nobody panicked").clone()
    }
}

#[async_trait]
impl Decider for Slow {
    type Command = &'static str;
    type WorkingCopy = ();
    type Change = &'static str;
    type Answer = ();
    type Effect = Infallible;

    const NAME: &'static str = "slow";

    async fn load(&self, _commands: &[&Self::Command], _: Source) -> Result<((), Source), Unavailable> {
        Ok(((), Source::Store))
    }

    fn decide(&self, _copy: &mut (), command: &Self::Command) -> Decided<Self::Change, (), Infallible> {
        Decided { change: Some(command), answer: (), effects: Vec::new() }
    }

    async fn commit(&self, _copy: &(), changes: &[Self::Change]) -> Result<Vec<Outcome>, CommitError> {
        if changes.contains(&"hang") {
            std::future::pending::<()>().await;
        }
        self.0.lock().expect("nobody panicked").extend(changes);
        Ok(vec![Outcome::Committed; changes.len()])
    }

    fn refuse(&self, _command: &Self::Command, _why: &str) {}
}

fn slow() -> (Arc<Slow>, Writer<Slow>, Intake<Slow>, Arc<Notify>) {
    let (decider, resend) = (Arc::new(Slow::default()), Arc::<Notify>::default());
    let (writer, intake) = Writer::new(Arc::clone(&decider), Arc::new(NoEffects), Arc::clone(&resend));
    (decider, writer, intake, resend)
}

#[tokio::test(start_paused = true)]
async fn a_store_that_falls_silent_is_given_up_told_to_the_sweeper_and_not_waited_for() {
    let (decider, mut writer, intake, resend) = slow();
    let began = tokio::time::Instant::now();
    let (answer, _) = tokio::join!(intake.request("hang"), writer.step());
    assert!(matches!(answer, Err(Unavailable(why)) if why.contains("said nothing")));
    assert_eq!(began.elapsed().as_secs(), 11, "a second beyond the longest statement");
    assert!(resend.notified().now_or_never().is_some(), "it may have been committed all the same");
    let (answer, _) = tokio::join!(intake.request("next"), writer.step());
    assert_eq!((answer, decider.committed()), (Ok(()), vec!["next"]));
}

#[tokio::test(start_paused = true)]
async fn while_a_commit_hangs_nobody_is_let_in_behind_one_who_has_waited_for_a_second() {
    let (_, writer, intake, _) = slow();
    tokio::spawn(writer.run());
    let ask = |command| {
        let intake = intake.clone();
        tokio::spawn(async move { intake.request(command).await })
    };
    let [_hangs, _waits] = [ask("hang"), {
        tokio::time::sleep(Duration::from_millis(1)).await;
        ask("waits")
    }];
    tokio::time::sleep(Duration::from_millis(900)).await;
    let in_time = ask("in time");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!in_time.is_finished(), "it was let in");
    let refused = intake.request("late").now_or_never().expect("it is told at once");
    assert_eq!(refused, Err(Unavailable("more arrives than can be settled at present".into())));
}

#[tokio::test]
async fn who_hung_up_is_not_settled_behind_their_back_and_messages_always_are() {
    let (decider, mut writer, intake, _) = slow();
    assert!(intake.request("gave up").now_or_never().is_none());
    assert!(intake.messages(vec!["message"]).now_or_never().is_none());
    let (answer, _) = tokio::join!(intake.request("waits"), writer.step());
    assert_eq!((answer, decider.committed()), (Ok(()), vec!["message", "waits"]));
    assert!(intake.request("gave up").now_or_never().is_none());
    assert_eq!(writer.step().await, Some(0), "there is nothing to settle");
    assert_eq!(intake.progress().oldest_job, None);
}

#[tokio::test(start_paused = true)]
async fn work_that_stands_still_is_seen_and_so_is_that_it_moves_again() {
    let (_, writer, intake, _) = slow();
    tokio::spawn(writer.run());
    assert_eq!(intake.progress(), Progress::default(), "nothing has happened");
    let began = tokio::time::Instant::now();
    let asked_again = intake.clone();
    let asks = tokio::spawn(async move { while asked_again.request("hang").await.is_err() {} });
    for (second, stuck) in [(4, false), (6, true), (10, true), (14, true), (20, true), (30, true)] {
        tokio::time::sleep_until(began + Duration::from_secs(second)).await;
        assert_eq!(intake.progress().is_stuck(), stuck, "second {second}");
    }
    asks.abort();
    assert_eq!(intake.request("next").await, Ok(()));
    let progress = intake.progress();
    assert_eq!((progress.oldest_job, progress.last_settled), (None, Some(Duration::ZERO)));
}

#[test]
fn a_batch_rests_for_its_company_but_neither_alone_nor_in_a_crowd() {
    assert_eq!(rest_after(1), Duration::ZERO, "whoever is alone waits for nobody");
    assert_eq!(rest_after(2), REST_EACH);
    assert_eq!(rest_after(CROWD - 1), REST_MAX);
    assert_eq!(rest_after(CROWD), Duration::ZERO);
}
