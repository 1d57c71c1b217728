//! Services and servers are killed while transfers are under way. What was accepted completes by itself; the books stay right.

use crate::fixture::{Fixture, HEALED, accepted, kill, script, up};
use futures::future::join_all;
use lab::client::{Customer, SendPix};
use std::time::{Duration, Instant};

/// Sends `count` Pix of one cent at once; their ids.
pub async fn send_many(payer: &Customer, payee: &Customer, count: usize) -> Vec<String> {
    let orders: Vec<_> = (0..count).map(|_| SendPix::new(&payee.person.email, 1)).collect();
    join_all(orders.iter().map(|order| accepted(payer, order))).await
}

pub async fn all_complete(payer: &Customer, payee: &Customer, ids: &[String]) {
    for customer in [payer, payee] {
        let waits = ids.iter().map(|id| customer.await_status(id, "completed", HEALED));
        join_all(waits).await.into_iter().for_each(|done| drop(done.unwrap()));
    }
}

#[tokio::test]
async fn without_the_hub_keys_say_try_again_and_transfers_wait() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    kill(&["codepix"]);

    let asked = Instant::now();
    let lookup = ana.look_up(&bia.person.email).await.unwrap();
    assert_eq!((lookup.status, lookup.problem()), (503, "unavailable"));
    assert!(lookup.header("retry-after").is_some());
    assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
    let key = ana.register("random", None).await.unwrap();
    assert_eq!(key.status, 503, "{}", key.body);
    let ids = send_many(&ana, &bia, 20).await;
    assert_eq!(ana.balance().await.unwrap(), 99_980, "taken at once");
    assert_eq!(bia.balance().await.unwrap(), 100_000);

    up(&["codepix"]);
    all_complete(&ana, &bia, &ids).await;
    assert_eq!(bia.balance().await.unwrap(), 100_020);
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn a_destination_that_is_down_is_waited_for() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    kill(&["bank-api-002"]);
    let ids = send_many(&ana, &bia, 20).await;
    let shown = ana.await_status(&ids[0], "pending", Duration::from_secs(1)).await.unwrap();
    assert_eq!(shown["payee"], serde_json::Value::Null);
    up(&["bank-api-002"]);
    all_complete(&ana, &bia, &ids).await;
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn without_kafka_transfers_are_accepted_and_complete_when_it_is_back() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    kill(&["kafka"]);
    let ids = send_many(&ana, &bia, 20).await;
    up(&["kafka"]);
    all_complete(&ana, &bia, &ids).await;
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn a_kafka_that_lost_all_its_data_loses_no_transfer() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    // Some are at the hub, some on their way, when the log goes.
    kill(&["bank-api-002"]);
    let mut ids = send_many(&ana, &bia, 20).await;
    script("down", &["--kill", "--wipe", "kafka"]);
    ids.extend(send_many(&ana, &bia, 20).await);
    up(&["bank-api-002", "kafka"]);
    all_complete(&ana, &bia, &ids).await;
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn whoever_met_a_broker_without_topics_and_was_killed_at_once_reads_all_the_same() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    script("down", &["--kill", "--wipe", "kafka"]);
    let ids = send_many(&ana, &bia, 20).await;
    // The consumers join while the topics are being made, and die before they can see them.
    up(&["kafka"]);
    kill(&["codepix", "bank-api-001", "bank-api-002"]);
    up(&["codepix", "bank-api-001", "bank-api-002"]);
    all_complete(&ana, &bia, &ids).await;
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn without_postgres_banks_say_try_again_and_nothing_is_sent_twice() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let before = send_many(&ana, &bia, 10).await;
    kill(&["postgres"]);
    let order = SendPix::new(&bia.person.email, 10);
    let answer = ana.send(&order).await.unwrap();
    assert_eq!((answer.status, answer.problem()), (503, "unavailable"));
    assert!(answer.header("retry-after").is_some());
    up(&["postgres"]);
    let id = accepted(&ana, &order).await;
    assert_eq!(accepted(&ana, &order).await, id, "the same request is the same transfer");
    all_complete(&ana, &bia, &[before, vec![id]].concat()).await;
    assert_eq!(ana.balance().await.unwrap(), 99_980);
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn whichever_is_killed_in_the_middle_of_a_crowd_every_accepted_transfer_completes() {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    let mut sent = 0;
    for name in ["codepix", "bank-api-002", "bank-api-001", "kafka", "postgres"] {
        let (ids, ()) = tokio::join!(send_many(&ana, &bia, 60), async {
            tokio::task::spawn_blocking(move || {
                kill(&[name]);
                up(&[name]);
            })
            .await
            .unwrap();
        });
        all_complete(&ana, &bia, &ids).await;
        sent += ids.len() as i64;
        assert_eq!(ana.balance().await.unwrap(), 100_000 - sent, "after {name}");
        assert_eq!(bia.balance().await.unwrap(), 100_000 + sent, "after {name}");
    }
    fixture.assert_books_are_right().await;
}
