//! Open questions: written and closed with the transfer's change, asked again in turn.

use crate::{
    bench::{Bench, on_both, on_postgres},
    samples::*,
};
use codepix::application::TransferChange;
use messaging::{Message, Question, Questions};
use std::{collections::BTreeSet, time::Duration};

const NOW: Duration = Duration::ZERO;

on_both!(
    a_question_stands_until_another_takes_its_place_or_it_is_closed,
    the_last_word_of_a_batch_counts,
    a_change_that_is_left_out_asks_nothing,
);

fn asking(number: u32, message: &Message) -> TransferChange {
    TransferChange { next: pending(number), question: Question::Ask(message.clone()) }
}

async fn open(questions: &dyn Questions) -> Vec<Message> {
    let mut open = questions.due(NOW, 100).await.unwrap();
    open.sort_by(|a, b| a.id.cmp(&b.id));
    open
}

async fn a_question_stands_until_another_takes_its_place_or_it_is_closed(bench: Bench) {
    let (store, questions) = (bench.stores.transfers, bench.questions);
    let (forward, verdict) = (message("1/forward", "codepix.to.002"), message("1/verdict", "codepix.to.001"));
    store.commit(&[asking(1, &forward)]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [forward]);
    let next = TransferChange { next: confirmed(1), question: Question::Ask(verdict.clone()) };
    store.commit(&[next]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [verdict]);
    store.commit(&[TransferChange { next: completed(1), question: Question::Close }]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, []);
}

async fn the_last_word_of_a_batch_counts(bench: Bench) {
    let (store, questions) = (bench.stores.transfers, bench.questions);
    let kept = message("2/forward", "codepix.to.002");
    let batch = [
        asking(1, &message("1/forward", "codepix.to.002")),
        asking(2, &kept),
        TransferChange {
            next: confirmed(1),
            question: Question::Ask(message("1/verdict", "codepix.to.001")),
        },
        TransferChange { next: completed(1), question: Question::Close },
        TransferChange { next: confirmed(2), question: Question::Keep },
    ];
    store.commit(&batch).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [kept]);
}

async fn a_change_that_is_left_out_asks_nothing(bench: Bench) {
    let (store, questions) = (bench.stores.transfers, bench.questions);
    let first = message("1/forward", "codepix.to.002");
    store.commit(&[asking(1, &first), asking(1, &message("1/again", "codepix.to.002"))]).await.unwrap();
    let stale = TransferChange { next: completed(1), question: Question::Close };
    store.commit(&[stale]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [first]);
}

#[tokio::test]
async fn the_oldest_of_each_topic_are_asked_in_turn_and_none_is_starved() {
    on_postgres(async |bench: Bench| {
        let (store, questions) = (bench.stores.transfers, bench.questions);
        let down: Vec<_> = (1..=5).map(|n| asking(n, &message(&format!("{n}"), "codepix.to.002"))).collect();
        store.commit(&down).await.unwrap();
        let other = asking(6, &message("6", "codepix.to.003"));
        store.commit(&[other]).await.unwrap();

        let mut asked = BTreeSet::new();
        for round in 1..=3 {
            let due = questions.due(NOW, 2).await.unwrap();
            let of = |topic: &str| due.iter().filter(|message| message.topic == topic).count();
            assert_eq!((of("codepix.to.002"), of("codepix.to.003")), (2, 1), "round {round}");
            asked.extend(due.into_iter().map(|message| message.id));
        }
        assert_eq!(asked.len(), 6, "three rounds of two reach all five, and the other topic's one");
    })
    .await;
}

#[tokio::test]
async fn a_question_asked_a_moment_ago_is_not_due() {
    on_postgres(async |bench: Bench| {
        let (store, questions) = (bench.stores.transfers, bench.questions);
        store.commit(&[asking(1, &message("1", "codepix.to.002"))]).await.unwrap();
        assert_eq!(questions.due(Duration::from_secs(10), 100).await.unwrap(), []);
        assert_eq!(questions.due(NOW, 100).await.unwrap().len(), 1);
    })
    .await;
}
