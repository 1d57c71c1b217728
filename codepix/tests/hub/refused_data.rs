//! What the database does not take must not hold up anything else.

use crate::{
    fixture::{Fixture, on_postgres},
    samples::*,
};
use codepix::{
    application::{InstructionError, KeepKeys, KeyCommand, KeyRefusal},
    domain::{Command, Payee, Status},
};
use engine::{CommitError, process};
use std::sync::Arc;

#[tokio::test]
async fn a_text_with_nul_stands_alone_and_the_rest_of_its_batch_is_committed() {
    on_postgres(async |fixture: Fixture| {
        let decider = fixture.route_transfers().await;
        let pendings: Vec<_> = (1..=9).map(|number| change(pending(number))).collect();
        fixture.stores.transfers.commit(&pendings).await.unwrap();

        let payee = |number| match number {
            4 | 7 => Payee { name: "Mar\0ia".into(), ..payee() },
            _ => payee(),
        };
        let batch: Vec<_> = (1..=9).map(|n| answered(n, Command::Confirm(payee(n)))).collect();
        let settled = process(&decider, &batch).await.whole().unwrap();
        for (number, processed) in (1..).zip(settled) {
            let stored = fixture.stores.transfers.load(&[id(&ipe(), number)]).await.unwrap().remove(0);
            if matches!(number, 4 | 7) {
                assert!(
                    matches!(processed.answer, Err(InstructionError::Data(_))),
                    "{number}: {:?}",
                    processed.answer
                );
                assert_eq!((processed.effects.len(), stored.status), (0, Status::Pending));
            } else {
                assert_eq!((processed.answer, processed.effects.len()), (Ok(()), 1));
                assert_eq!(stored.status, Status::Confirmed);
            }
        }
        let open = fixture.questions.page("", 100).await.unwrap().messages;
        assert_eq!(open.len(), 7, "only what was committed asks");
    })
    .await;
}

#[tokio::test]
async fn a_constraint_that_says_no_refuses_one_change_and_not_its_neighbours() {
    on_postgres(async |fixture: Fixture| {
        let mut without_money = pending(2);
        without_money.amount = pix::Cents::ZERO;
        let store = &fixture.stores.transfers;
        let refused = store.commit(&[change(pending(1)), change(without_money)]).await;
        assert!(matches!(refused, Err(CommitError::Data(_))), "{refused:?}");
        assert_eq!(store.load(&[id(&ipe(), 1)]).await.unwrap(), [], "a refused batch leaves nothing behind");
        store.commit(&[change(pending(1))]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_key_of_an_owner_with_an_impossible_name_is_refused_alone() {
    on_postgres(async |fixture: Fixture| {
        let directory = Arc::clone(&fixture.stores.directory);
        let decider = KeepKeys { directory, clock: Arc::new(|| at(0)) };
        let mut impossible = registration(2, "ana@example.com", "2");
        impossible.owner.name = "A\0na".into();
        let commands = [
            KeyCommand::Register(registration(1, "maria@example.com", "1")),
            KeyCommand::Register(impossible),
            KeyCommand::Register(registration(3, "bia@example.com", "3")),
        ];
        let settled = process(&decider, &commands).await.whole().unwrap();
        let answers: Vec<_> = settled.into_iter().map(|processed| processed.answer).collect();
        assert!(matches!(answers[..], [Ok(_), Err(KeyRefusal::Data(_)), Ok(_)]), "{answers:?}");
        assert_eq!(fixture.stores.directory.list(mare().ispb, "", 10).await.unwrap().len(), 2);
    })
    .await;
}
