//! The contract of the store of dead letters, and the second chance of one.

use crate::{
    bench::{Bench, on_both, on_postgres},
    samples::{id, ipe},
};
use codepix::application::retry_dead_letter;
use messaging::{Courier, DeadLetter, Log, Message, Unavailable, memory::MemoryBroker};

on_both!(
    the_same_message_again_is_counted,
    a_letter_is_taken_out_as_it_was_looked_at,
    a_letter_that_is_given_another_try_is_published_under_its_own_id,
    a_letter_that_the_broker_did_not_take_is_still_there,
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

async fn a_letter_is_taken_out_as_it_was_looked_at(bench: Bench) {
    let store = bench.stores.dead_letters;
    store.park(vec![letter("a")]).await.unwrap();
    assert_eq!(store.find("codepix.from.001", "b").await.unwrap(), None);
    let found = store.find("codepix.from.001", "a").await.unwrap().unwrap();
    assert_eq!((&found.letter, found.count), (&letter("a"), 1));
    store.park(vec![letter("a")]).await.unwrap();
    store.remove(&found).await.unwrap();
    let found = store.find("codepix.from.001", "a").await.unwrap().expect("it arrived again meanwhile");
    assert_eq!(found.count, 2);
    store.remove(&found).await.unwrap();
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

/// A broker that is away.
struct Nobody;

#[async_trait::async_trait]
impl Courier for Nobody {
    async fn deliver(&self, _message: Message) -> Result<(), Unavailable> {
        Err(Unavailable("Kafka: timed out".into()))
    }
}

async fn a_letter_that_the_broker_did_not_take_is_still_there(bench: Bench) {
    let store = bench.stores.dead_letters;
    store.park(vec![letter("a")]).await.unwrap();
    let tried = retry_dead_letter(store.as_ref(), &Nobody, "codepix.from.001", "a").await;
    assert_eq!(tried, Err(Unavailable("Kafka: timed out".into())));
    assert_eq!(store.list(10).await.unwrap().len(), 1);
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
        for stored in &stored {
            let found = store.find(&stored.letter.topic, &stored.letter.message_id).await.unwrap();
            assert_eq!(found.as_ref(), Some(stored), "each can be found by the id that is shown");
            store.remove(stored).await.unwrap();
        }
        assert_eq!(store.list(10).await.unwrap(), []);
    })
    .await;
}
