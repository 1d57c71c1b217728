//! Sends, receives and settles: the bank's side of the writer.

use super::{
    admission::Change,
    anti_scan::AntiScan,
    identity::OurBank,
    ports::{Books, State, TokenHash, Wanted},
    trace, transfer_metrics,
    working_copy::WorkingCopy,
};
use crate::domain::{
    AccountId, Contradiction, Decision, Forwarded, Idempotency, Order, SendRefusal, Settlement, Side,
    Transfer, receive, send, settle,
};
use async_trait::async_trait;
use engine::{Clock, CommitError, Decided, DecidedBy, Decider, Entropy, Outcome, Unavailable};
use outbox::{Message, PoisonReason, Question};
use pix::{Cents, EndToEndId, PixKey};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// A customer's request to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendPix {
    pub session: TokenHash,
    pub key: PixKey,
    pub amount: Cents,
    pub description: String,
    pub entry_id: Option<Uuid>,
    pub idempotency: Idempotency,
    /// As it was typed.
    pub pin: String,
}

/// What the hub wrote to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HubMessage {
    Forwarded(Box<Forwarded>),
    Settlement(EndToEndId, Settlement),
}

/// What the writer is handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Send(Box<SendPix>),
    Hub(HubMessage),
}

/// Why it changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the session is unknown or over; log in again")]
    NoSession,
    #[error(transparent)]
    Send(#[from] SendRefusal),
    #[error(
        "too many keys that nobody has; wait {} seconds, or look the key up and send its `entry_id`",
        .retry_after.as_secs()
    )]
    TooManyGuesses { retry_after: Duration },
    #[error("this Idempotency-Key was used for another transfer; take a new one")]
    KeyReused,
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
    #[error("the books cannot hold this; check each field")]
    Data,
}

impl PoisonReason for Refusal {
    /// Whatever a message of the hub is refused for, it cannot be acted on.
    fn poison_reason(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// The transfer that a request came to, or that an earlier one had come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub transfer: Box<Transfer>,
}

/// What was accepted; None for a message of the hub.
pub type Answer = Result<Option<Accepted>, Refusal>;

/// Turns a typed PIN into its digest.
pub type PinDigest = Arc<dyn Fn(AccountId, &str) -> [u8; 32] + Send + Sync>;
/// Told which accounts changed.
pub type Announce = Arc<dyn Fn(Vec<AccountId>) + Send + Sync>;

/// Decides all that moves money.
pub struct MoveMoney {
    pub books: Arc<dyn Books>,
    pub bank: OurBank,
    pub clock: Clock,
    pub entropy: Entropy,
    pub pin_digest: PinDigest,
    pub announce: Announce,
    pub anti_scan: Arc<AntiScan>,
}

#[async_trait]
impl Decider for MoveMoney {
    type Command = Command;
    type WorkingCopy = WorkingCopy;
    type Change = Change;
    type Answer = Answer;
    type Effect = Message;

    const NAME: &'static str = "money";

    async fn load(&self, commands: &[&Command]) -> Result<WorkingCopy, Unavailable> {
        let mut wanted = Wanted::default();
        for command in commands {
            match command {
                Command::Send(send) => {
                    wanted.sessions.push(send.session);
                    wanted.requests.push((send.session, send.idempotency.key.clone()));
                    wanted.keys.push(send.key.as_str().to_owned());
                }
                Command::Hub(HubMessage::Forwarded(forwarded)) => {
                    wanted.transfers.push((forwarded.id, Side::In));
                    wanted.accounts.extend(forwarded.account);
                }
                Command::Hub(HubMessage::Settlement(id, _)) => wanted.transfers.push((*id, Side::Out)),
            }
        }
        let state: State = self.books.load(&wanted).await?;
        Ok(state.into())
    }

    fn decide(&self, copy: &mut WorkingCopy, command: &Command) -> DecidedBy<Self> {
        match command {
            Command::Send(request) => self.send(copy, request),
            Command::Hub(HubMessage::Forwarded(forwarded)) => {
                let known = copy.transfer(forwarded.id, Side::In);
                let account = forwarded.account.and_then(|id| copy.account(id));
                let when = (self.bank.ispb, (self.clock)());
                let speaks_of = known.cloned();
                match receive(known, account, forwarded, when) {
                    Ok(decision) => self.decided(copy, decision, speaks_of.as_ref()),
                    Err(contradiction) => refused(contradiction.into()),
                }
            }
            Command::Hub(HubMessage::Settlement(id, settlement)) => {
                let known = copy.transfer(*id, Side::Out).cloned();
                match settle(known.as_ref(), settlement, (self.clock)()) {
                    Ok(decision) => self.decided(copy, decision, known.as_ref()),
                    Err(contradiction) => refused(contradiction.into()),
                }
            }
        }
    }

    async fn commit(&self, copy: &WorkingCopy, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        self.books.commit(&copy.read, changes).await
    }

    fn refuse(&self, _command: &Command, why: &str) -> Answer {
        tracing::warn!("the books refuse a change: {why}");
        Err(Refusal::Data)
    }

    fn announce(&self, committed: &[&Change]) {
        let transfers: Vec<_> = committed.iter().flat_map(|change| &change.transfers).collect();
        match transfers.as_slice() {
            [] => {}
            [only] => {
                let Transfer { id, side, status, amount, .. } = only;
                tracing::info!(%id, ?side, %amount, ?status, "transfer");
            }
            many => tracing::info!(count = many.len(), "transfers moved on"),
        }
        transfer_metrics::count(&transfers);
        trace::export(&transfers);
        self.anti_scan.ended(&transfers);
        let accounts: Vec<_> = transfers.iter().filter_map(|transfer| transfer.account).collect();
        if !accounts.is_empty() {
            (self.announce)(accounts);
        }
    }
}

fn refused(refusal: Refusal) -> DecidedBy<MoveMoney> {
    Decided { change: None, answer: Err(refusal), effects: Vec::new() }
}

impl MoveMoney {
    fn send(&self, copy: &mut WorkingCopy, request: &SendPix) -> DecidedBy<Self> {
        let Some(payer) = copy.session(&request.session) else { return refused(Refusal::NoSession) };
        if let Some(earlier) = copy.request(payer.id, &request.idempotency.key) {
            let same = earlier.idempotency.as_ref().is_some_and(|i| i.hash == request.idempotency.hash);
            let answer = match same {
                true => Ok(Some(Accepted { transfer: Box::new(earlier.clone()) })),
                false => Err(Refusal::KeyReused),
            };
            return Decided { change: None, answer, effects: Vec::new() };
        }
        if let Err(retry_after) = self.anti_scan.may_pay(payer.id, request.entry_id) {
            return refused(Refusal::TooManyGuesses { retry_after });
        }
        let now = (self.clock)();
        let order = Order {
            id: EndToEndId::mint(self.bank.ispb, now, (self.entropy)()),
            amount: request.amount,
            key: request.key.clone(),
            description: request.description.clone(),
            entry_id: request.entry_id,
            idempotency: request.idempotency.clone(),
            pin: (self.pin_digest)(payer.id, &request.pin),
        };
        let (decision, answer) = send(payer, copy.payee(order.key.as_str()).as_ref(), &order, now);
        let accepted = decision.transfers.first().cloned();
        let accepted = accepted.map(|transfer| Accepted { transfer: Box::new(transfer) });
        let decided = self.decided(copy, decision, None);
        Decided { answer: answer.map(|()| accepted).map_err(Refusal::Send), ..decided }
    }

    /// Writes a decision into the working copy and makes it a change and a message. An answer to a repeat has no new
    /// state; it speaks of the `known` one.
    fn decided(
        &self,
        copy: &mut WorkingCopy,
        decision: Decision,
        known: Option<&Transfer>,
    ) -> DecidedBy<Self> {
        copy.apply(&decision);
        let changes_nothing = decision.changes_nothing();
        let Decision { mut transfers, postings, pin, outgoing, open } = decision;
        for party in transfers.iter_mut().filter(|t| t.inside).filter_map(|t| t.counterparty.as_mut()) {
            party.bank_name.clone_from(&self.bank.name);
        }
        let speaks_of = transfers.first().or(known);
        let message = speaks_of.zip(outgoing.as_ref()).map(|(t, o)| self.bank.message(t, o));
        let question = match (speaks_of, &outgoing, &message) {
            (Some(transfer), Some(outgoing), Some(message)) if outgoing.is_question() => {
                Some((transfer.id, Question::Ask(message.clone())))
            }
            // Only the payer's side has a question, and any next state but the first answers it.
            (Some(transfer), _, _) if transfer.side == Side::Out && !transfer.inside => {
                Some((transfer.id, Question::Close))
            }
            _ => None,
        };
        let change = (!changes_nothing).then_some(Change { transfers, postings, pin, open, question });
        Decided { change, answer: Ok(None), effects: message.into_iter().collect() }
    }
}
