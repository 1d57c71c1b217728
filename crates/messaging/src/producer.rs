//! The port through which committed messages leave. Refuses to know what carries them.

use crate::{desk::Unavailable, message::Message};
use async_trait::async_trait;

/// Hands messages to the broker.
#[async_trait]
pub trait Producer: Send + Sync + 'static {
    /// Takes the messages on, in order, and does not wait for the broker's acknowledgement. A message that is lost on
    /// the way is no error here: whoever needs its answer has an open question and asks again.
    async fn send(&self, messages: Vec<Message>);
}

/// Hands over what nobody would ask for again.
#[async_trait]
pub trait Courier: Send + Sync + 'static {
    /// Sends one message, and waits until the broker has it.
    ///
    /// # Errors
    /// [`Unavailable`] when that is not certain; it may have arrived.
    async fn deliver(&self, message: Message) -> Result<(), Unavailable>;
}
