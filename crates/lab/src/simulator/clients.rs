//! What customers asked for and were answered: the history against which the books are judged.

use super::{
    chance::Chance,
    cluster::{Cluster, token},
    mutants::AnswerRelay,
};
use bank_api::{
    application::{Answer, Command, IdempotencyKey, MoveMoney, SendPix},
    domain::{AccountId, Transfer},
};
use banks::Secret;
use engine::{Intake, Unavailable};
use pix::{Cents, Description, EndToEndId, Instrument};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What a client knows of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// Nothing yet, or that nobody knows.
    Unknown,
    Accepted(EndToEndId),
    Refused,
}

/// One request of one customer, however often it is sent.
#[derive(Debug, Clone)]
pub struct Request {
    pub bank: usize,
    pub payer: AccountId,
    pub send: SendPix,
    pub outcome: RequestOutcome,
    /// How often it was sent; one may overtake another.
    pub asks: usize,
    /// It was answered with two different transfers.
    pub contradicted: bool,
    /// It was answered with another request's transfer, or with one of the hub's.
    pub mixed_up: bool,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SendPix { idempotency_key, amount, key, .. } = &self.send;
        let (id, payer, bank) = (idempotency_key.as_str(), self.payer, self.bank + 1);
        write!(f, "{id}: {amount} from {payer} of bank {bank:03} to {key}")
    }
}

impl Request {
    /// Is this the transfer that was asked for?
    fn is_mine(&self, transfer: &Transfer) -> bool {
        transfer.account == Some(self.payer)
            && transfer.idempotency.as_ref() == Some(&self.send.idempotency())
            && transfer.amount == self.send.amount
            && transfer.key == self.send.key.as_str()
    }
}

/// All requests of a simulation.
#[derive(Clone, Default)]
pub struct Clients(Arc<Mutex<Vec<Request>>>);

impl Clients {
    pub fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A random request, which nobody has sent yet.
    pub fn draw(&self, cluster: &Cluster, chance: &Chance) -> Request {
        let payer = AccountId(100_001 + chance.below(3) as i64);
        let number = self.requests().len();
        let name = format!("request-{number}");
        let send = SendPix {
            session: token(payer),
            key: cluster.keys[chance.below(cluster.keys.len())].clone(),
            // Three of the larger ones empty an account.
            amount: Cents::new(1 + chance.below(5_000) as i64),
            description: Description::parse(&if chance.happens(300) { String::new() } else { name.clone() })
                .expect("a short line"),
            entry_id: None,
            txid: None,
            instrument: Instrument::Key,
            idempotency_key: IdempotencyKey::parse(&name).expect("visible characters"),
            pin: Secret::new(if chance.happens(50) { "0000" } else { "1234" }),
        };
        let bank = chance.below(cluster.banks.len());
        let outcome = RequestOutcome::Unknown;
        Request { bank, payer, send, outcome, asks: 0, contradicted: false, mixed_up: false }
    }

    /// Adds a request to the history; its number.
    pub fn add(&self, request: Request) -> usize {
        let mut requests = self.requests();
        requests.push(request);
        requests.len() - 1
    }

    /// The requests whose outcome their clients do not know.
    pub fn unanswered(&self) -> Vec<usize> {
        let requests = self.requests();
        let open =
            requests.iter().enumerate().filter(|(_, request)| request.outcome == RequestOutcome::Unknown);
        open.map(|(number, _)| number).collect()
    }

    /// Asks the bank, and notes its answer, as it comes through `answers`.
    pub async fn ask(self, number: usize, intake: Intake<MoveMoney>, answers: AnswerRelay) {
        let send = {
            let request = &mut self.requests()[number];
            request.asks += 1;
            request.send.clone()
        };
        let answer = intake.request(Command::Send(Box::new(send))).await;
        self.note(number, answers.pass_on(answer));
    }

    fn note(&self, number: usize, answer: Result<Answer, Unavailable>) {
        let request = &mut self.requests()[number];
        let outcome = match answer {
            Ok(Ok(transfer)) if request.is_mine(&transfer) => RequestOutcome::Accepted(transfer.id),
            Ok(Ok(_)) => {
                request.mixed_up = true;
                return;
            }
            Ok(Err(_)) => RequestOutcome::Refused,
            Err(_) => return,
        };
        // A transfer never turns into another.
        request.contradicted |= matches!((&request.outcome, &outcome), (RequestOutcome::Accepted(a), RequestOutcome::Accepted(b)) if a != b);
        if !matches!(request.outcome, RequestOutcome::Accepted(_)) {
            request.outcome = outcome;
        }
    }
}
