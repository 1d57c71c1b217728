//! Messages that nobody can read, written to every topic in the name of whoever may write there: what a faulty or foreign
//! program might send. They are to be put aside, each where it was read.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use banks::Banks;
use codepix_proto::topic::{from_bank, to_bank};
use rdkafka::{
    ClientConfig,
    message::{Header, OwnedHeaders},
    producer::{FutureProducer, FutureRecord},
};
use secret::Secret;

use super::{system::GROUNDS, witness::Witness};
use crate::journal::Place;

const SENT_MAX: Duration = Duration::from_secs(10);
/// No message of ours, in any version.
const PAYLOAD: &[u8] = b"\xff\xfe nobody can read this";

/// Writes one to each topic, and has them remembered.
///
/// # Errors
/// When the broker does not take them.
pub async fn put_in(banks: &Banks, chance: u64, witness: &Arc<Witness>) -> anyhow::Result<()> {
    let hub = producer(banks.hub.kafka_user(), &banks.hub.kafka_password)?;
    for bank in &banks.banks {
        let (code, own) = (bank.face.code, producer(&bank.kafka_user(), &bank.kafka_password)?);
        let places = [(&own, from_bank(code), Place::Hub), (&hub, to_bank(code), Place::Bank(code))];
        for (writer, topic, reader) in places {
            let id = format!("poison-{topic}-{chance:016x}");
            write(writer, &topic, &id).await?;
            witness.poisoned(reader, id);
        }
    }
    Ok(())
}

fn producer(user: &str, password: &Secret) -> anyhow::Result<FutureProducer> {
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", GROUNDS.kafka())
        .set("security.protocol", "SASL_PLAINTEXT")
        .set("sasl.mechanism", "PLAIN")
        .set("sasl.username", user)
        .set("sasl.password", password.expose());
    Ok(config.create()?)
}

async fn write(producer: &FutureProducer, topic: &str, id: &str) -> anyhow::Result<()> {
    let headers = OwnedHeaders::new().insert(Header { key: "ce_id", value: Some(id) });
    let record = FutureRecord::to(topic).key("?").payload(PAYLOAD).headers(headers);
    let sent = producer.send(record, SENT_MAX).await;
    sent.map(drop).map_err(|(error, _)| error).with_context(|| format!("{topic} takes no poison"))
}
