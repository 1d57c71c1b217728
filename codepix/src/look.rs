//! The commands that look into the store: the hub put together, but at rest.

use crate::settings::Settings;
use codepix::{
    adapters::{cli::Look, codec, postgres},
    application::{World, assemble},
};
use outbox::kafka::{KafkaProducer, Signals};
use std::sync::Arc;

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn look(settings: &Settings, look: Look) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    let pool = outbox::postgres::pool(&settings.database_url(&banks.hub))?;
    let producer = Arc::new(KafkaProducer::new(&settings.kafka(&banks.hub), Signals::default())?);
    // Nothing runs, so nobody listens to the bell.
    let world = World::real(producer.clone(), codec::encode, Arc::default());
    let hub = assemble(postgres::stores(&pool), world);
    look.run(&hub.app, producer.as_ref()).await
}
