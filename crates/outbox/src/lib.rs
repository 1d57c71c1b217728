//! The delivery guarantee: questions that stand open in the database, and a log that may lose them.
//!
#![doc = include_str!("../README.md")]

mod consumer;
mod dead_letters;
mod delivery;
mod heard;
mod message;
mod producer;
mod spans;
mod sweeper;

#[cfg(feature = "faults")]
pub mod faults;

#[cfg(feature = "servers")]
pub mod kafka;
pub mod memory;
#[cfg(feature = "servers")]
pub mod postgres;

pub use consumer::{Consumer, Decoder, Log, PoisonReason};
pub use dead_letters::{
    DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, LETTERS_MAX, PAYLOAD_MAX, Retried,
    StoredDeadLetter, TOPIC_BYTES_MAX, retry_dead_letter,
};
pub use delivery::{Delivery, Ports};
pub use heard::{AskedAt, Heard};
pub use message::{Message, Question, Record};
pub use producer::ConfirmedProducer;
pub use sweeper::{Page, Questions, Sweeper};
