//! What is sent and what is read. Knows neither what the bytes mean nor how they travel.

/// A message on its way to a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Names this message for ever: sent again, it carries the same id.
    pub id: String,
    pub topic: String,
    /// What it is about: the partition goes by it where the producer chooses none.
    pub key: String,
    /// The type name of the payload, for readers and tools.
    pub kind: String,
    pub payload: Vec<u8>,
}

/// A message as it was read from a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub topic: String,
    pub partition: i32,
    pub offset: i64,
    /// The sender's message id; a sender that gave none is named by place.
    pub id: Option<String>,
    pub payload: Vec<u8>,
}

impl Record {
    /// The sender's id for this message, or its place in the log.
    pub fn name(&self) -> String {
        match &self.id {
            Some(id) => id.clone(),
            None => format!("{}/{}", self.partition, self.offset),
        }
    }
}

/// What a decision does to its transfer's open question. A transfer has at most one at a time in each service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Question {
    /// It stays as it is.
    #[default]
    Keep,
    /// This message is sent, again and again, until the question is closed or another takes its place.
    Ask(Message),
    /// The answer is here.
    Close,
}
