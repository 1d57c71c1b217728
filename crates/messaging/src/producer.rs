//! The port through which committed messages leave. Refuses to know what carries them.

use crate::message::Message;
use async_trait::async_trait;

/// Hands messages to the broker.
#[async_trait]
pub trait Producer: Send + Sync + 'static {
    /// Takes the messages on, in order, and does not wait for the broker's acknowledgement. A message that is lost on
    /// the way is no error here: whoever needs its answer has an open question and asks again.
    async fn send(&self, messages: Vec<Message>);
}
