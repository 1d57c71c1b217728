//! The commands that inspect the store: the hub assembled, but at rest.

use crate::settings::Settings;
use codepix::{
    adapters::{cli::Inspect, codec, postgres},
    application::{World, assemble},
};
use outbox::kafka::{KafkaProducer, Signals};
use std::sync::Arc;

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn inspect(settings: &Settings, inspect: Inspect) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    let pool = outbox::postgres::pool(&settings.database_url(&banks.hub))?;
    let producer = Arc::new(KafkaProducer::new(&settings.kafka(&banks.hub), Signals::default())?);
    // Nothing runs, so nobody waits to be notified.
    let world = World::real(producer.clone(), codec::encode, Arc::default());
    let hub = assemble(postgres::stores(&pool), world);
    inspect.run(&hub.app, producer.as_ref()).await
}
