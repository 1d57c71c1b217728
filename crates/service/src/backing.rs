//! What a service stands on.

use async_trait::async_trait;
use outbox::ConfirmedProducer;
use std::sync::Arc;
use telemetry::Metrics;

/// A store and a broker, whichever they are, as far as whoever starts a service has to deal with them. The work itself
/// goes through the ports of the service.
#[async_trait]
pub trait Backing: Send + Sync + 'static {
    /// Readies the store for the service; waits for it as long as it takes.
    ///
    /// # Errors
    /// What waiting does not mend.
    async fn prepare(&self) -> anyhow::Result<()>;

    /// # Errors
    /// Why the store does not answer.
    async fn ask_store(&self) -> Result<(), String>;

    /// # Errors
    /// Why the broker does not answer.
    async fn ask_broker(&self) -> Result<(), String>;

    /// Partitions with unread messages of which nothing comes.
    fn silent_partitions(&self) -> usize;

    /// For what nobody would ask for again.
    fn producer(&self) -> Arc<dyn ConfirmedProducer>;

    /// The page of `/metrics`, with what only the store knows.
    fn metrics(&self) -> Metrics;

    /// Sends what is still queued, within a bounded time.
    async fn flush(&self);
}
