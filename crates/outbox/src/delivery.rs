//! The delivery of one service, assembled: the writer that decides, the consumer that reads, the sweeper that asks again.

use crate::{
    Decoder, PoisonReason,
    consumer::{Consumer, Log},
    dead_letters::DeadLetters,
    heard::{AskedAt, Heard},
    message::Message,
    sweeper::{Questions, Sweeper},
};
use engine::{Decider, Intake, Publish, Writer};
use std::sync::Arc;
use tokio::sync::Notify;

/// Where a service's messages come from, go to, and are remembered.
pub struct Ports {
    pub log: Box<dyn Log>,
    pub publisher: Arc<dyn Publish<Message>>,
    pub questions: Arc<dyn Questions>,
    pub dead_letters: Arc<dyn DeadLetters>,
    /// Notified when messages may have been lost.
    pub resend: Arc<Notify>,
}

/// It works as long as its parts run.
pub struct Delivery<D: Decider> {
    pub writer: Writer<D>,
    pub consumer: Consumer<D>,
    pub sweeper: Sweeper,
}

impl<D: Decider<Effect = Message>> Delivery<D>
where
    D::Answer: PoisonReason,
{
    /// Assembles it. Whoever hands commands in beside the consumer does so at the intake.
    pub fn new(
        decider: Arc<D>,
        decoder: Arc<dyn Decoder<D::Command>>,
        asked_at: AskedAt,
        ports: Ports,
    ) -> (Self, Intake<D>) {
        let Ports { log, publisher, questions, dead_letters, resend } = ports;
        let heard = Heard::new(asked_at);
        let (writer, intake) = Writer::new(decider, Arc::clone(&publisher), Arc::clone(&resend));
        let consumer = Consumer { log, decoder, intake: intake.clone(), dead_letters, heard: heard.clone() };
        let sweeper = Sweeper { questions, publisher, resend, heard };
        (Self { writer, consumer, sweeper }, intake)
    }
}
