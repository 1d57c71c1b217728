//! The commands that inspect the store: the hub assembled, but at rest.

use crate::{connect::connect, settings::Settings};
use codepix::{adapters::cli::Inspect, assemble};
use outbox::postgres::Pools;

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn inspect(settings: &Settings, inspect: Inspect) -> anyhow::Result<()> {
    let hub = settings.banks()?.hub;
    let pool = outbox::postgres::pool(settings.database_url(&hub).expose())?;
    let (connections, ports) = connect(settings, &hub, Pools::shared(pool))?;
    let assembled = assemble(ports, settings.key_limits());
    inspect.run(&assembled.app, connections.producer.as_ref()).await
}
