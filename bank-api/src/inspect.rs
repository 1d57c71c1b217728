//! The commands that look into the books and mend something: the bank assembled, but at rest.

use crate::{connect::connect, settings::Settings};
use bank_api::{
    Assembled,
    adapters::{cli::Inspect, messages::Codec},
    application::{RetryDeadLetter, notify_others},
    assemble,
};
use banks::Bank;
use outbox::postgres::{Pools, PostgresDeadLetters};
use std::sync::Arc;

/// Runs one of them.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn inspect(settings: &Settings, bank: &Bank, inspect: Inspect) -> anyhow::Result<()> {
    let pool = outbox::postgres::pool(settings.database_url(bank).expose())?;
    let (connections, ports) = connect(settings, bank, Pools::shared(pool.clone()))?;
    let notices = Arc::clone(&ports.looks.notices);
    let Assembled { app, decider, for_others, .. } = assemble(ports, settings.setup(bank));
    let (letters, decoder) = (PostgresDeadLetters(pool), Codec { bank: bank.code });
    let producer = connections.producer;
    let retry =
        RetryDeadLetter { letters: &letters, decoder: &decoder, decider: &decider, hub: producer.as_ref() };
    let done = inspect.run(&app, retry).await;
    // Watchers at a running instance are told, and answers to the hub leave, before this process ends.
    drop(decider);
    notify_others(notices, for_others).await;
    let _ = tokio::task::spawn_blocking(move || producer.flush()).await;
    done
}
