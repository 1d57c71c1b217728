//! Gives a message of the hub that was put aside another try: after the program has learnt to read it, or the books to
//! hold it. The bank may not write to the topic that it came from, so it is acted on here.

use super::{command::Command, move_money::MoveMoney};
use engine::{Publish, Unavailable, process};
use outbox::{DeadLetters, Decoder, Message, Record};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retried {
    /// It was acted on, or had been before, and is taken out.
    Done,
    NotThere,
    /// Only the beginning of its payload was kept, which is another message: it stays where it is.
    Cut,
    /// It stays where it is, for this reason.
    Refused(String),
}

/// What it takes.
pub struct RetryDeadLetter<'a> {
    pub letters: &'a dyn DeadLetters,
    pub decoder: &'a dyn Decoder<Command>,
    pub decider: &'a MoveMoney,
    pub hub: &'a dyn Publish<Message>,
}

impl RetryDeadLetter<'_> {
    /// Acts on the letter of this number, then answers the hub, then takes the letter out. Who dies in between
    /// has a repeat left at the worst, which changes nothing; an answer that is lost the hub asks for again.
    ///
    /// # Errors
    /// [`Unavailable`] when the store is away; the letter is still there.
    pub async fn retry(&self, number: i64) -> Result<Retried, Unavailable> {
        let Some(stored) = self.letters.find(number).await? else { return Ok(Retried::NotThere) };
        if stored.cut {
            return Ok(Retried::Cut);
        }
        let letter = &stored.letter;
        let record = Record {
            topic: letter.topic.clone(),
            partition: 0,
            offset: 0,
            id: Some(letter.message_id.clone()),
            payload: letter.payload.clone(),
        };
        let command = match self.decoder.decode(&record) {
            Ok(command) => command,
            Err(why) => return Ok(Retried::Refused(why)),
        };
        for processed in process(self.decider, &[command]).await.whole()? {
            if let Err(refusal) = processed.answer {
                return Ok(Retried::Refused(refusal.to_string()));
            }
            self.hub.publish(processed.effects).await;
        }
        self.letters.remove(&stored).await?;
        Ok(Retried::Done)
    }
}
