//! The delivery guarantee.
//!
#![doc = include_str!("../README.md")]

mod backlog;
mod consumer;
mod dead_letters;
mod deadline;
mod desk;
mod heard;
mod message;
mod producer;
mod progress;
mod spans;
mod sweeper;
mod world;
mod writer;

#[cfg(feature = "faults")]
pub mod faults;
#[cfg(not(feature = "faults"))]
#[path = "no_faults.rs"]
pub mod faults;

pub mod kafka;
pub mod memory;
pub mod postgres;

pub use consumer::{Consumer, Log, Read, Verdict};
pub use dead_letters::{
    DeadLetter, DeadLetterList, DeadLetterPage, DeadLetters, LETTERS_MAX, PAYLOAD_MAX, Retried,
    StoredDeadLetter, TOPIC_BYTES_MAX, retry_dead_letter,
};
pub use deadline::in_time;
pub use desk::{CommitError, Decided, Desk, Outcome, Settled, Settlement, Unavailable, settle};
pub use heard::{AskedAt, Heard};
pub use message::{Message, Question, Record};
pub use producer::{Courier, Producer};
pub use progress::{Progress, Work};
pub use sweeper::{Page, Questions, Sweeper};
pub use world::{Clock, Entropy, system_clock, system_entropy};
pub use writer::{Intake, Writer};
