//! Somebody is away for longer than the topics keep: the first copies of what was sent are gone, and the re-asked ones
//! arrive. What retention does in two days is done to the topic at once.
//!
//! `scripts/up`, then `cargo test -p lab --test real long_absences`.

use crate::{
    fixture::{Fixture, HEALED, kafka_addr, kill, up},
    outages::{all_complete, send_many},
};
use codepix_proto::topic::{from_bank, to_bank};
use lab::client::until;
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    admin::{AdminClient, AdminOptions},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer as _},
};
use std::time::Duration;

const PAYMENTS: i64 = 20;
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The broker's client of somebody who may do everything.
fn config(fixture: &Fixture) -> ClientConfig {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", kafka_addr())
        .set("security.protocol", "SASL_PLAINTEXT")
        .set("sasl.mechanism", "PLAIN")
        .set("sasl.username", banks::HubSettings::KAFKA_USER)
        .set("sasl.password", fixture.banks.hub.kafka_password.expose());
    config
}

/// The first and the next offset of each partition.
fn watermarks(fixture: &Fixture, topic: &str) -> Vec<(i32, i64, i64)> {
    let reader: BaseConsumer = config(fixture).create().unwrap();
    let metadata = reader.fetch_metadata(Some(topic), ANSWER_MAX).unwrap();
    let partitions = metadata.topics().iter().flat_map(|topic| topic.partitions());
    let marks = partitions.map(|partition| {
        let (low, high) = reader.fetch_watermarks(topic, partition.id(), ANSWER_MAX).unwrap();
        (partition.id(), low, high)
    });
    marks.collect()
}

fn written(fixture: &Fixture, topic: &str) -> i64 {
    watermarks(fixture, topic).into_iter().map(|(_, _, high)| high).sum()
}

/// Nothing that stands in the topic is kept any longer; what comes later is.
async fn outlive(fixture: &Fixture, topic: &str) {
    let all = watermarks(fixture, topic);
    let mut places = TopicPartitionList::new();
    for (partition, _, high) in &all {
        places.add_partition_offset(topic, *partition, Offset::Offset(*high)).unwrap();
    }
    let broker: AdminClient<DefaultClientContext> = config(fixture).create().unwrap();
    broker.delete_records(&places, &AdminOptions::new()).await.unwrap();
    for ((_, low, _), (_, _, end)) in watermarks(fixture, topic).into_iter().zip(all) {
        assert!(low >= end, "the log begins at {low}, behind all that was written up to {end}");
    }
}

/// Whoever reads `topic` is away while payments are made, and comes back when none of its messages is kept any more.
async fn is_away_for_longer_than_is_kept(name: &str, topic: &str) {
    let fixture = Fixture::enter().await;
    let (ana, bia) = fixture.two_customers().await;
    kill(&[name]);
    let before = written(&fixture, topic);
    let ids = send_many(&ana, &bia, usize::try_from(PAYMENTS).unwrap()).await;
    let arrived = async || match written(&fixture, topic) - before {
        count if count >= PAYMENTS => Ok(()),
        count => Err(format!("{count} messages stand in {topic}")),
    };
    until(HEALED, arrived).await.unwrap();
    outlive(&fixture, topic).await;
    up(&[name]);
    all_complete(&ana, &bia, &ids).await;
    assert_eq!(bia.balance().await.unwrap(), 100_000 + PAYMENTS, "each once");
    fixture.assert_books_are_right().await;
}

#[tokio::test]
async fn a_bank_that_was_away_for_longer_than_the_topics_keep_is_asked_again() {
    is_away_for_longer_than_is_kept("bank-api-002", &to_bank("002")).await;
}

#[tokio::test]
async fn a_hub_that_was_away_for_longer_than_the_topics_keep_is_asked_again() {
    is_away_for_longer_than_is_kept("codepix", &from_bank("001")).await;
}
