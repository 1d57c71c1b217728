//! Gives a message that was put aside another try.

use messaging::{Courier, DeadLetters, Message, Unavailable};

/// Publishes the message again to its topic, under the same id, and then takes it out. False when it is not there.
///
/// In this order, whoever dies in between has published a repeat at the worst, which changes nothing.
///
/// # Errors
/// [`Unavailable`] when the store or the broker is away; the message is still there.
pub async fn retry_dead_letter(
    letters: &dyn DeadLetters,
    courier: &dyn Courier,
    topic: &str,
    message_id: &str,
) -> Result<bool, Unavailable> {
    let Some(stored) = letters.find(topic, message_id).await? else { return Ok(false) };
    let letter = &stored.letter;
    // Ids are `<end-to-end id>/<type>`, and a transfer's messages keep to one partition.
    let (key, kind) = letter.message_id.split_once('/').unwrap_or((&letter.message_id, ""));
    let message = Message {
        id: letter.message_id.clone(),
        topic: letter.topic.clone(),
        key: key.to_owned(),
        kind: kind.to_owned(),
        payload: letter.payload.clone(),
    };
    courier.deliver(message).await?;
    letters.remove(&stored).await?;
    Ok(true)
}
