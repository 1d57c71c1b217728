//! The memory as what a service stands on.

use async_trait::async_trait;
use outbox::{ConfirmedProducer, memory::MemoryBroker};
use service::Backing;
use std::sync::Arc;
use telemetry::Metrics;

/// A store that always answers, and the broker.
pub struct Memory(pub MemoryBroker);

#[async_trait]
impl Backing for Memory {
    async fn prepare(&self) -> anyhow::Result<()> {
        Ok(())
    }

    async fn ask_store(&self) -> Result<(), String> {
        Ok(())
    }

    async fn ask_broker(&self) -> Result<(), String> {
        if self.0.is_down() { Err("transfers wait for it".into()) } else { Ok(()) }
    }

    fn silent_partitions(&self) -> usize {
        0
    }

    fn producer(&self) -> Arc<dyn ConfirmedProducer> {
        Arc::new(self.0.clone())
    }

    /// Of all services together: a process counts once.
    fn metrics(&self) -> Metrics {
        Metrics::new(None)
    }

    async fn flush(&self) {}
}
