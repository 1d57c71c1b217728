//! Sending where the sender waits for the broker. What is decided in batches leaves by [`engine::Publish`] and does not wait.

use crate::message::Message;
use async_trait::async_trait;
use engine::Unavailable;

/// Hands over what nobody would ask for again.
#[async_trait]
pub trait ConfirmedProducer: Send + Sync + 'static {
    /// Sends one message, and waits until the broker has it.
    ///
    /// # Errors
    /// [`Unavailable`] when that is not certain; it may have arrived.
    async fn send_and_confirm(&self, message: Message) -> Result<(), Unavailable>;
}
