//! Open questions: written and closed with the transfer's change.

use crate::{fixture::Fixture, samples::*};
use codepix::application::TransferChange;
use outbox::{Message, Question, Questions};

testing::on_both!(
    crate::fixture;
    a_question_stands_until_another_takes_its_place_or_it_is_closed,
    the_last_word_of_a_batch_counts,
    a_change_that_is_left_out_asks_nothing,
);

fn asking(number: u32, message: &Message) -> TransferChange {
    TransferChange {
        next: pending(number),
        question: Question::Ask(message.clone()),
        entry: None,
        returns: None,
    }
}

async fn open(questions: &dyn Questions) -> Vec<Message> {
    questions.page("", 100).await.unwrap().messages
}

async fn a_question_stands_until_another_takes_its_place_or_it_is_closed(fixture: Fixture) {
    let (store, questions) = (fixture.stores.transfers, fixture.questions);
    let (forward, verdict) = (message("1/forward", &to_mare()), message("1/verdict", &to_ipe()));
    store.commit(&[asking(1, &forward)]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [forward]);
    let next = TransferChange {
        next: confirmed(1),
        question: Question::Ask(verdict.clone()),
        entry: None,
        returns: None,
    };
    store.commit(&[next]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [verdict]);
    store
        .commit(&[TransferChange {
            next: completed(1),
            question: Question::Close,
            entry: None,
            returns: None,
        }])
        .await
        .unwrap();
    assert_eq!(open(questions.as_ref()).await, []);
}

async fn the_last_word_of_a_batch_counts(fixture: Fixture) {
    let (store, questions) = (fixture.stores.transfers, fixture.questions);
    let kept = message("2/forward", &to_mare());
    let batch = [
        asking(1, &message("1/forward", &to_mare())),
        asking(2, &kept),
        TransferChange {
            next: confirmed(1),
            question: Question::Ask(message("1/verdict", &to_ipe())),
            entry: None,
            returns: None,
        },
        TransferChange { next: completed(1), question: Question::Close, entry: None, returns: None },
        TransferChange { next: confirmed(2), question: Question::Keep, entry: None, returns: None },
    ];
    store.commit(&batch).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [kept]);
}

async fn a_change_that_is_left_out_asks_nothing(fixture: Fixture) {
    let (store, questions) = (fixture.stores.transfers, fixture.questions);
    let first = message("1/forward", &to_mare());
    store.commit(&[asking(1, &first), asking(1, &message("1/again", &to_mare()))]).await.unwrap();
    let stale = TransferChange { next: completed(1), question: Question::Close, entry: None, returns: None };
    store.commit(&[stale]).await.unwrap();
    assert_eq!(open(questions.as_ref()).await, [first]);
}
