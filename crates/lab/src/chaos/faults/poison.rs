//! Poison: messages that no service can read, as garbage, empty, huge, or of a later version.

use crate::chaos::environment::{
    Environment,
    instance::{ROLES, Role},
};
use anyhow::Context as _;
use codepix_proto::topic::{from_bank, to_bank};
use rdkafka::{
    message::{Header, OwnedHeaders},
    producer::{FutureProducer, FutureRecord},
};
use std::time::Duration;
use uuid::Uuid;

/// Bytes of the huge one; the broker's limit is a million.
const HUGE: usize = 900_000;
/// Field 99 of length 3: what a later version might carry.
const LATER: [u8; 6] = [0x9a, 0x06, 0x03, 1, 2, 3];

/// Writes some to each service's topic, and notes them in the environment.
///
/// # Errors
/// When the broker does not take them.
pub async fn put_in(environment: &mut Environment) -> anyhow::Result<()> {
    let payloads = [b"\xff\xfe garbage".to_vec(), Vec::new(), vec![0xff; HUGE], LATER.to_vec()];
    for reader in ROLES {
        let (writer, topic) = match reader.code() {
            None => (Role::Ipe, from_bank("001")),
            Some(code) => (Role::Hub, to_bank(code)),
        };
        let producer: FutureProducer = environment.kafka(writer)?.create()?;
        for payload in &payloads {
            let id = format!("poison-{}", Uuid::new_v4());
            write(&producer, &topic, &id, payload).await?;
            environment.poison.push((reader.place(), id));
        }
    }
    Ok(())
}

async fn write(producer: &FutureProducer, topic: &str, id: &str, payload: &[u8]) -> anyhow::Result<()> {
    let headers = OwnedHeaders::new().insert(Header { key: "ce_id", value: Some(id) });
    let record = FutureRecord::to(topic).key("k").payload(payload).headers(headers);
    let sent = producer.send(record, Duration::from_secs(10)).await;
    sent.map(drop).map_err(|(error, _)| error).with_context(|| format!("{topic} takes no poison"))
}
