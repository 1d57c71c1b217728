//! The commands that look into the store: the hub put together, but at rest.

use crate::settings::Settings;
use codepix::{
    adapters::{cli::Look, postgres},
    application::{World, assemble},
};
use messaging::{
    kafka::{Bells, KafkaProducer},
    system_clock, system_entropy,
};
use std::sync::Arc;

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn look(settings: &Settings, look: Look) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    let pool = messaging::postgres::pool(&settings.database_url(&banks.hub))?;
    let producer = Arc::new(KafkaProducer::new(&settings.kafka(&banks.hub), Bells::default())?);
    let world = World {
        producer: producer.clone(),
        lost: Arc::default(),
        clock: system_clock(),
        entropy: system_entropy(),
    };
    let hub = assemble(postgres::stores(&pool), world);
    look.run(&hub.app, producer.as_ref()).await
}
