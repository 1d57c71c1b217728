//! Sends, receives and settles: the bank's side of the writer.

use super::{
    admission::{Change, Grounds},
    anti_scan::AntiScan,
    command::{Command, HubMessage},
    ports::{Books, Encoder},
    recall::{Recall, wanted},
    send_pix::SendPix,
    trace, transfer_metrics,
    working_copy::WorkingCopy,
};
use crate::domain::{
    AccountId, Context, Contradiction, Decision, Idempotency, Order, OurBank, ReturnRefusal, SendRefusal,
    Side, Transfer, receive, receive_back, send, settle,
};
use async_trait::async_trait;
use engine::{Clock, CommitError, Decided, DecidedBy, Decider, Entropy, Outcome, Source, Unavailable};
use outbox::{Message, PoisonReason};
use pix::EndToEndId;
use std::{sync::Arc, time::Duration};

/// Why it changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the session is unknown or over; log in again")]
    NoSession,
    #[error(transparent)]
    Send(#[from] SendRefusal),
    #[error(transparent)]
    Return(#[from] ReturnRefusal),
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

/// The bank's side of the transfer that a command is about, as it stands now: by this command or, where that is a repeat,
/// since an earlier one.
pub type Answer = Result<Box<Transfer>, Refusal>;

/// Turns a typed PIN into its digest.
pub type PinDigest = Arc<dyn Fn(AccountId, &str) -> [u8; 32] + Send + Sync>;
/// Told which accounts changed.
pub type Announce = Arc<dyn Fn(Vec<AccountId>) + Send + Sync>;

/// Decides all that moves money.
pub struct MoveMoney {
    pub books: Arc<dyn Books>,
    pub encoder: Arc<dyn Encoder>,
    pub bank: OurBank,
    pub clock: Clock,
    pub entropy: Entropy,
    pub pin_digest: PinDigest,
    pub announce: Announce,
    pub anti_scan: Arc<AntiScan>,
    pub recall: Recall,
}

#[async_trait]
impl Decider for MoveMoney {
    type Command = Command;
    type WorkingCopy = WorkingCopy;
    type Change = Change;
    type Answer = Answer;
    type Effect = Message;

    const NAME: &'static str = "money";

    async fn load(
        &self,
        commands: &[&Command],
        will_do: Source,
    ) -> Result<(WorkingCopy, Source), Unavailable> {
        let (mut copy, wanted) = match will_do {
            Source::Memory => self.recall.remembered(commands),
            Source::Store => (WorkingCopy::default(), wanted(commands)),
        };
        if !wanted.is_empty() {
            let found = self.books.load(&wanted).await?;
            self.recall.looked_up(&found);
            copy.extend(found);
        }
        Ok((copy, will_do))
    }

    fn decide(&self, copy: &mut WorkingCopy, command: &Command) -> DecidedBy<Self> {
        match command {
            Command::Send(request) => self.send(copy, request),
            Command::Hub(HubMessage::Forwarded(forwarded)) => {
                let known = copy.transfer(forwarded.id, Side::In);
                let account = forwarded.account.and_then(|id| copy.account(id));
                let received = receive(known, account, forwarded, self.context());
                self.heard(copy, received)
            }
            Command::Return(request) => self.give_back(copy, request),
            Command::Hub(HubMessage::Returned(forwarded)) => {
                let (known, sent) =
                    (copy.transfer(forwarded.money.id, Side::In), copy.sent(forwarded.original));
                let received = receive_back(known, sent, forwarded, self.context());
                self.heard(copy, received)
            }
            Command::Hub(HubMessage::Settlement(id, settlement)) => {
                let settled = settle(copy.transfer(*id, Side::Out), settlement, (self.clock)());
                self.heard(copy, settled)
            }
        }
    }

    async fn commit(&self, copy: &WorkingCopy, changes: &[Change]) -> Result<Vec<Outcome>, CommitError> {
        let committed = self.books.commit(&copy.read, changes).await;
        match &committed {
            Ok(outcomes) if outcomes.iter().all(|outcome| *outcome == Outcome::Committed) => {
                let grounds = changes.iter().filter_map(|change| change.grounds.as_ref()?.key.as_ref());
                self.recall.keep(copy, grounds.map(|(key, _)| key.clone()));
            }
            Ok(_) | Err(CommitError::Conflict(_)) => self.recall.doubt(changes),
            // Should it be committed all the same, the next commit meets it.
            Err(CommitError::Data(_) | CommitError::Unavailable(_)) => {}
        }
        committed
    }

    fn refuse(&self, _command: &Command, why: &str) -> Answer {
        tracing::warn!("the books refuse a change: {why}");
        Err(Refusal::Data)
    }

    fn announce(&self, committed: &[&Change]) {
        let transfers: Vec<_> = committed.iter().flat_map(|change| &change.decision.transfers).collect();
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

pub(super) fn refused(refusal: Refusal) -> DecidedBy<MoveMoney> {
    Decided { change: None, answer: Err(refusal), effects: Vec::new() }
}

/// The answer to an order that was given before under the same key, or where that was another.
pub(super) fn repeated(
    copy: &WorkingCopy,
    orderer: AccountId,
    idempotency: &Idempotency,
) -> Option<DecidedBy<MoveMoney>> {
    let earlier = copy.request(orderer, &idempotency.key)?;
    let same = earlier.idempotency.as_ref() == Some(idempotency);
    let answer = if same { Ok(Box::new(earlier.clone())) } else { Err(Refusal::KeyReused) };
    Some(Decided { change: None, answer, effects: Vec::new() })
}

impl MoveMoney {
    pub(super) fn context(&self) -> Context<'_> {
        Context { bank: &self.bank, now: (self.clock)() }
    }

    fn send(&self, copy: &mut WorkingCopy, request: &SendPix) -> DecidedBy<Self> {
        let Some(payer) = copy.session(&request.session) else { return refused(Refusal::NoSession) };
        let idempotency = request.idempotency();
        if let Some(repeated) = repeated(copy, payer.id, &idempotency) {
            return repeated;
        }
        if let Err(retry_after) = self.anti_scan.may_pay(payer.id, request.entry_id) {
            return refused(Refusal::TooManyGuesses { retry_after });
        }
        let context = self.context();
        let order = Order {
            id: EndToEndId::mint(self.bank.ispb, context.now, (self.entropy)()),
            amount: request.amount,
            key: request.key.clone(),
            description: request.description.as_str().to_owned(),
            entry_id: request.entry_id,
            txid: request.txid.clone(),
            instrument: request.instrument,
            idempotency,
            pin: (self.pin_digest)(payer.id, request.pin.expose()),
        };
        let key = order.key.as_str().to_owned();
        let grounds = Grounds {
            session: (request.session, payer.id),
            key: Some((key, copy.entry(order.key.as_str()))),
        };
        let (decision, answer) = send(payer, copy.payee(order.key.as_str()).as_ref(), &order, context);
        self.decided(copy, decision, answer.map_err(Refusal::Send), Some(grounds))
    }

    /// What follows from a message of the hub.
    fn heard(
        &self,
        copy: &mut WorkingCopy,
        decided: Result<(Decision, Transfer), Contradiction>,
    ) -> DecidedBy<Self> {
        match decided {
            Ok((decision, transfer)) => self.decided(copy, decision, Ok(transfer), None),
            Err(contradiction) => refused(contradiction.into()),
        }
    }

    /// Writes a decision into the working copy, and what it says into a message.
    pub(super) fn decided(
        &self,
        copy: &mut WorkingCopy,
        decision: Decision,
        answer: Result<Transfer, Refusal>,
        grounds: Option<Grounds>,
    ) -> DecidedBy<Self> {
        copy.apply(&decision);
        let said = answer.as_ref().ok().zip(decision.outgoing.as_ref());
        let message = said.map(|(transfer, outgoing)| self.encoder.encode(transfer, outgoing));
        let effects = message.clone().into_iter().collect();
        let change = (!decision.changes_nothing()).then_some(Change { decision, message, grounds });
        Decided { change, answer: answer.map(Box::new), effects }
    }
}
