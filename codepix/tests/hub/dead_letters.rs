//! The contract of the store of dead letters, and the second chance of one.

use crate::{
    bench::{Bench, on_both, on_postgres},
    samples::{id, ipe},
};
use codepix::application::retry_dead_letter;
use messaging::{DeadLetter, Log, memory::MemoryBroker};

on_both!(
    the_same_message_again_is_counted,
    a_letter_is_taken_once,
    a_letter_that_is_given_another_try_is_published_under_its_own_id,
);

fn letter(message_id: &str) -> DeadLetter {
    DeadLetter {
        topic: "codepix.from.001".into(),
        message_id: message_id.into(),
        payload: vec![0, 255],
        reason: "the message is empty".into(),
    }
}

async fn the_same_message_again_is_counted(bench: Bench) {
    let store = bench.stores.dead_letters;
    store.park(vec![letter("a"), letter("b"), letter("a")]).await.unwrap();
    let elsewhere = DeadLetter { topic: "codepix.from.002".into(), ..letter("a") };
    store.park(vec![letter("a"), elsewhere]).await.unwrap();
    let stored = store.list(10).await.unwrap();
    let count = |topic: &str, id: &str| {
        stored.iter().find(|s| s.letter.topic == topic && s.letter.message_id == id).map(|s| s.count)
    };
    assert_eq!(count("codepix.from.001", "a"), Some(3));
    assert_eq!(count("codepix.from.001", "b"), Some(1));
    assert_eq!(count("codepix.from.002", "a"), Some(1));
    assert_eq!(store.list(2).await.unwrap().len(), 2);
}

async fn a_letter_is_taken_once(bench: Bench) {
    let store = bench.stores.dead_letters;
    store.park(vec![letter("a")]).await.unwrap();
    assert_eq!(store.take("codepix.from.001", "b").await.unwrap(), None);
    assert_eq!(store.take("codepix.from.001", "a").await.unwrap(), Some(letter("a")));
    assert_eq!(store.take("codepix.from.001", "a").await.unwrap(), None);
    assert_eq!(store.list(10).await.unwrap(), []);
}

async fn a_letter_that_is_given_another_try_is_published_under_its_own_id(bench: Bench) {
    let (store, broker) = (bench.stores.dead_letters, MemoryBroker::default());
    let message_id = format!("{}/codepix.v1.TransferCompleted", id(&ipe(), 1));
    store.park(vec![letter(&message_id)]).await.unwrap();
    assert!(retry_dead_letter(store.as_ref(), &broker, "codepix.from.001", &message_id).await.unwrap());
    assert!(!retry_dead_letter(store.as_ref(), &broker, "codepix.from.001", &message_id).await.unwrap());
    let polled = broker.log("codepix", "codepix.from.").poll().await;
    let [record] = &polled[..] else { panic!("one record") };
    assert_eq!((record.id.as_deref(), &record.payload), (Some(message_id.as_str()), &vec![0, 255]));
}

#[tokio::test]
async fn poison_of_any_form_can_be_put_aside() {
    on_postgres(async |bench: Bench| {
        let store = bench.stores.dead_letters;
        // Two ids that are one to the database, one that no index takes, and more bytes than are kept.
        let mut letters = vec![letter("a\0"), letter("a\u{fffd}"), letter(&"é".repeat(100_000))];
        letters.push(DeadLetter { payload: vec![7; 1 << 20], reason: "no\0thing".into(), ..letter("large") });
        store.park(letters.clone()).await.unwrap();
        store.park(letters).await.unwrap();
        let stored = store.list(10).await.unwrap();
        let mut counts: Vec<_> = stored.iter().map(|stored| stored.count).collect();
        counts.sort_unstable();
        assert_eq!(counts, [2, 2, 4]);
        for stored in stored {
            let taken = store.take(&stored.letter.topic, &stored.letter.message_id).await.unwrap();
            assert_eq!(taken, Some(stored.letter), "each can be taken out by the id that is shown");
        }
    })
    .await;
}
