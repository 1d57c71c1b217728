//! The commands that look into the store: the hub put together, but at rest.

use crate::settings::Settings;
use anyhow::ensure;
use codepix::{
    adapters::{cli::Look, postgres},
    application::{World, assemble},
};
use messaging::{
    kafka::{Bells, KafkaProducer},
    system_clock, system_entropy,
};
use std::{sync::Arc, time::Duration};

/// How long the broker may take to answer.
const BROKER_MAX: Duration = Duration::from_secs(5);

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn look(settings: &Settings, look: Look) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    let pool = messaging::postgres::pool(&settings.database_url(&banks.hub))?;
    let producer = Arc::new(KafkaProducer::new(&settings.kafka(&banks.hub), Bells::default())?);
    if look.publishes() {
        // Taken out of the store and not delivered, a message would be gone.
        let up = tokio::task::block_in_place(|| producer.reaches_broker(BROKER_MAX));
        ensure!(up, "Kafka at {} does not answer; nothing was changed", settings.kafka_brokers);
    }
    let world = World { producer: producer.clone(), clock: system_clock(), entropy: system_entropy() };
    let hub = assemble(postgres::stores(&pool), world);
    look.run(&hub.app, producer.as_ref()).await?;
    tokio::task::block_in_place(|| producer.flush());
    Ok(())
}
