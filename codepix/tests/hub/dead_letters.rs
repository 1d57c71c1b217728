//! The contract of the store of dead letters, its bounds, and the second chance of a letter.

use crate::{
    fixture::{Fixture, on_postgres},
    samples::{from_ipe, from_mare, id, ipe},
};
use codepix_proto::topic;
use engine::Unavailable;
use outbox::{
    ConfirmedProducer, DeadLetter, DeadLetterPage, DeadLetters, LETTERS_MAX, Log, Message, PAYLOAD_MAX,
    Record, Retried, StoredDeadLetter, TOPIC_BYTES_MAX, memory::MemoryBroker, retry_dead_letter,
};

testing::on_both!(
    crate::fixture;
    the_same_message_again_is_counted,
    other_bytes_under_the_same_id_are_a_letter_of_their_own,
    letters_are_read_page_by_page_of_all_topics_or_of_one,
    a_topic_has_a_quota_and_what_comes_beyond_it_is_counted,
    the_payloads_of_a_topic_have_a_size_together,
    a_letter_is_taken_out_as_it_was_looked_at,
    a_letter_that_is_given_another_try_is_published_under_its_own_id,
    a_letter_that_was_cut_is_marked_and_not_published_again,
    a_letter_that_the_broker_did_not_take_is_still_there,
);

fn letter(message_id: &str) -> DeadLetter {
    DeadLetter {
        topic: from_ipe(),
        message_id: message_id.into(),
        payload: vec![0, 255],
        reason: "the message is empty".into(),
    }
}

fn elsewhere(message_id: &str) -> DeadLetter {
    DeadLetter { topic: from_mare(), ..letter(message_id) }
}

async fn stored(store: &dyn DeadLetters) -> Vec<StoredDeadLetter> {
    store.list(&DeadLetterPage { limit: 10_000, ..DeadLetterPage::default() }).await.unwrap().letters
}

/// What was kept, by id, and how often each arrived.
async fn counts(store: &dyn DeadLetters) -> Vec<(String, i64)> {
    stored(store).await.into_iter().map(|stored| (stored.letter.message_id, stored.count)).collect()
}

async fn not_kept(store: &dyn DeadLetters, topic: &str) -> i64 {
    let page = DeadLetterPage { topic: Some(topic.into()), after: 0, limit: 1 };
    store.list(&page).await.unwrap().not_kept
}

async fn the_same_message_again_is_counted(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    store.park(vec![letter("a"), letter("b"), letter("a")]).await.unwrap();
    store.park(vec![letter("a"), elsewhere("a")]).await.unwrap();
    let expected = [("a", 3), ("b", 1), ("a", 1)].map(|(id, count)| (id.to_owned(), count));
    assert_eq!(counts(store).await, expected, "in the order in which they came");
}

async fn other_bytes_under_the_same_id_are_a_letter_of_their_own(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    // Without an id a message is named by its place; after the log was wiped another one stands there.
    let record = |payload: &[u8]| Record {
        topic: from_ipe(),
        partition: 0,
        offset: 17,
        id: None,
        payload: payload.to_vec(),
    };
    let [first, second] = [b"first", b"other"].map(|bytes| DeadLetter::new(&record(bytes), "garbage"));
    store.park(vec![first.clone()]).await.unwrap();
    store.park(vec![second.clone(), first.clone()]).await.unwrap();
    let stored = stored(store).await;
    assert_eq!(stored.iter().map(|stored| &stored.letter).collect::<Vec<_>>(), [&first, &second]);
    assert_eq!(stored.iter().map(|stored| stored.count).collect::<Vec<_>>(), [2, 1]);
}

async fn letters_are_read_page_by_page_of_all_topics_or_of_one(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    store.park(vec![letter("a"), elsewhere("b"), letter("c"), letter("d")]).await.unwrap();
    let page = async |topic: Option<&str>, after, limit| {
        let page = DeadLetterPage { topic: topic.map(str::to_owned), after, limit };
        let letters = store.list(&page).await.unwrap().letters;
        let last = letters.last().map_or(0, |stored| stored.number);
        (letters.into_iter().map(|stored| stored.letter.message_id).collect::<Vec<_>>().concat(), last)
    };
    let (first, last) = page(None, 0, 3).await;
    assert_eq!((first.as_str(), page(None, last, 3).await.0.as_str()), ("abc", "d"));
    let (first, last) = page(Some(&from_ipe()), 0, 2).await;
    assert_eq!((first.as_str(), page(Some(&from_ipe()), last, 2).await.0.as_str()), ("ac", "d"));
    assert_eq!(page(Some(&from_mare()), 0, 9).await.0, "b");
}

async fn a_topic_has_a_quota_and_what_comes_beyond_it_is_counted(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    let flood =
        |from: i64, to: i64| (from..to).map(|number| letter(&format!("{number}"))).collect::<Vec<_>>();
    store.park(flood(0, LETTERS_MAX - 1)).await.unwrap();
    let mut batch = flood(LETTERS_MAX - 1, LETTERS_MAX + 2);
    batch.push(elsewhere("of another topic"));
    store.park(batch).await.unwrap();
    // One that is there is counted all the same.
    store.park(vec![letter("0"), letter("new"), letter("new")]).await.unwrap();

    let counts = counts(store).await;
    assert_eq!(i64::try_from(counts.len()).unwrap(), LETTERS_MAX + 1);
    assert_eq!((counts[0].1, counts.last().unwrap().0.as_str()), (2, "of another topic"));
    assert_eq!((not_kept(store, &from_ipe()).await, not_kept(store, &from_mare()).await), (4, 0));

    let oldest = stored(store).await.remove(0);
    store.remove(&oldest).await.unwrap();
    store.park(vec![letter("again"), letter("and again")]).await.unwrap();
    assert_eq!(not_kept(store, &from_ipe()).await, 5, "there was room for one");
}

async fn the_payloads_of_a_topic_have_a_size_together(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    let full = usize::try_from(TOPIC_BYTES_MAX).unwrap() / PAYLOAD_MAX;
    let large = |number| DeadLetter { payload: vec![7; PAYLOAD_MAX], ..letter(&format!("{number}")) };
    for number in 0..full {
        store.park(vec![large(number)]).await.unwrap();
    }
    store.park(vec![letter("no more")]).await.unwrap();
    assert_eq!((stored(store).await.len(), not_kept(store, &from_ipe()).await), (full, 1));
}

async fn a_letter_is_taken_out_as_it_was_looked_at(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    store.park(vec![letter("a")]).await.unwrap();
    let number = stored(store).await[0].number;
    assert_eq!(store.find(number + 1).await.unwrap(), None);
    let found = store.find(number).await.unwrap().unwrap();
    assert_eq!((&found.letter, found.count), (&letter("a"), 1));
    store.park(vec![letter("a")]).await.unwrap();
    store.remove(&found).await.unwrap();
    let found = store.find(number).await.unwrap().expect("it arrived again meanwhile");
    assert_eq!(found.count, 2);
    store.remove(&found).await.unwrap();
    assert_eq!(stored(store).await, []);
}

async fn a_letter_that_is_given_another_try_is_published_under_its_own_id(fixture: Fixture) {
    let (store, broker) = (fixture.stores.dead_letters.as_ref(), MemoryBroker::default());
    let message_id = format!("{}/codepix.v1.TransferCompleted", id(&ipe(), 1));
    store.park(vec![letter(&message_id)]).await.unwrap();
    let number = stored(store).await[0].number;
    assert_eq!(retry_dead_letter(store, &broker, number).await, Ok(Retried::Published));
    assert_eq!(retry_dead_letter(store, &broker, number).await, Ok(Retried::Unknown));
    let polled = broker.log("codepix", topic::FROM_BANK).poll().await;
    let [record] = &polled[..] else { panic!("one record") };
    assert_eq!((record.id.as_deref(), &record.payload), (Some(message_id.as_str()), &vec![0, 255]));
}

async fn a_letter_that_was_cut_is_marked_and_not_published_again(fixture: Fixture) {
    let (store, broker) = (fixture.stores.dead_letters.as_ref(), MemoryBroker::default());
    let of_size = |size: usize| DeadLetter { payload: vec![7; size], ..letter(&format!("{size}")) };
    let (whole, long, longer) = (of_size(PAYLOAD_MAX), of_size(PAYLOAD_MAX + 1), of_size(PAYLOAD_MAX + 2));
    // What is kept of these two is the same, and what they were is not.
    let longer = DeadLetter { message_id: long.message_id.clone(), ..longer };
    store.park(vec![whole, long.clone(), longer]).await.unwrap();
    let stored = stored(store).await;
    assert_eq!(stored.iter().map(|stored| stored.cut).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(stored[1].letter.payload, vec![7; PAYLOAD_MAX]);
    assert_eq!(retry_dead_letter(store, &broker, stored[1].number).await, Ok(Retried::Cut));
    assert_eq!(broker.log("codepix", topic::FROM_BANK).poll().await, []);
    assert_eq!(store.find(stored[1].number).await.unwrap().as_ref(), Some(&stored[1]), "it is still there");
    assert_eq!(retry_dead_letter(store, &broker, stored[0].number).await, Ok(Retried::Published));
}

/// A broker that is away.
struct Nobody;

#[async_trait::async_trait]
impl ConfirmedProducer for Nobody {
    async fn send_and_confirm(&self, _message: Message) -> Result<(), Unavailable> {
        Err(Unavailable("Kafka: timed out".into()))
    }
}

async fn a_letter_that_the_broker_did_not_take_is_still_there(fixture: Fixture) {
    let store = fixture.stores.dead_letters.as_ref();
    store.park(vec![letter("a")]).await.unwrap();
    let tried = retry_dead_letter(store, &Nobody, stored(store).await[0].number).await;
    assert_eq!(tried, Err(Unavailable("Kafka: timed out".into())));
    assert_eq!(stored(store).await.len(), 1);
}

#[tokio::test]
async fn poison_of_any_form_can_be_put_aside() {
    on_postgres(async |fixture: Fixture| {
        let store = fixture.stores.dead_letters.as_ref();
        // Two ids that are one to the database, one that no index takes, and more bytes than are kept.
        let mut letters = vec![letter("a\0"), letter("a\u{fffd}"), letter(&"é".repeat(100_000))];
        letters.push(DeadLetter { payload: vec![7; 1 << 20], reason: "no\0thing".into(), ..letter("large") });
        store.park(letters.clone()).await.unwrap();
        store.park(letters).await.unwrap();
        let stored = stored(store).await;
        assert_eq!(stored.iter().map(|stored| stored.count).collect::<Vec<_>>(), [4, 2, 2]);
        for stored in &stored {
            assert_eq!(store.find(stored.number).await.unwrap().as_ref(), Some(stored));
            store.remove(stored).await.unwrap();
        }
        assert_eq!(counts(store).await, []);
    })
    .await;
}

#[tokio::test]
async fn instances_that_put_aside_at_once_keep_to_the_quota_together() {
    on_postgres(async |fixture: Fixture| {
        let store = fixture.stores.dead_letters.as_ref();
        let floods = (0..6).map(|instance| async move {
            let letters = (0..LETTERS_MAX / 4).map(|number| letter(&format!("{instance}/{number}")));
            store.park(letters.collect()).await.unwrap();
        });
        futures::future::join_all(floods).await;
        assert_eq!(i64::try_from(stored(store).await.len()).unwrap(), LETTERS_MAX);
        assert_eq!(not_kept(store, &from_ipe()).await, LETTERS_MAX / 2);
    })
    .await;
}
