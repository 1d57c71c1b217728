//! Gives a message that was put aside another try.

use messaging::{DeadLetters, Message, Producer, Unavailable};

/// Takes the message out and publishes it again to its topic, under the same id. False when it is not there.
///
/// # Errors
/// [`Unavailable`] when the store is away; the message is still there, or was taken out.
pub async fn retry_dead_letter(
    letters: &dyn DeadLetters,
    producer: &dyn Producer,
    topic: &str,
    message_id: &str,
) -> Result<bool, Unavailable> {
    let Some(letter) = letters.take(topic, message_id).await? else { return Ok(false) };
    // Ids are `<end-to-end id>/<type>`, and a transfer's messages keep to one partition.
    let (key, kind) = letter.message_id.split_once('/').unwrap_or((&letter.message_id, ""));
    let message = Message {
        id: letter.message_id.clone(),
        topic: letter.topic.clone(),
        key: key.to_owned(),
        kind: kind.to_owned(),
        payload: letter.payload,
    };
    producer.send(vec![message]).await;
    Ok(true)
}
