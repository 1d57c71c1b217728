//! What people asked for and what they were told: the log against which the books are held.

use super::{
    chance::Chance,
    cluster::{Cluster, token},
    mutants::Counter,
};
use bank_api::{
    application::{Answer, Command, MoveMoney, SendPix},
    domain::{AccountId, Idempotency, Transfer},
};
use messaging::{Intake, Unavailable};
use pix::{Cents, EndToEndId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a client knows of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// Nothing yet, or that nobody knows.
    Unknown,
    Accepted(EndToEndId),
    Refused,
}

/// One wish of one person.
#[derive(Debug, Clone)]
pub struct Request {
    pub bank: usize,
    pub payer: AccountId,
    pub send: SendPix,
    pub told: RequestOutcome,
    /// How often it was asked; two asks may overtake each other.
    pub asks: usize,
    /// It was told two different transfers.
    pub contradicted: bool,
    /// It was handed what somebody else had asked for, or nothing at all.
    pub mixed_up: bool,
}

impl Request {
    /// Is this the transfer that was asked for?
    fn is_mine(&self, transfer: &Transfer) -> bool {
        transfer.account == Some(self.payer)
            && transfer.idempotency.as_ref() == Some(&self.send.idempotency)
            && transfer.amount == self.send.amount
            && transfer.key == self.send.key.as_str()
    }
}

/// All requests of a world.
#[derive(Clone, Default)]
pub struct Clients(Arc<Mutex<Vec<Request>>>);

impl Clients {
    pub fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody wishes something; the number of the wish.
    pub fn wish(&self, cluster: &Cluster, chance: &Chance) -> usize {
        let payer = AccountId(100_001 + chance.below(3) as i64);
        let mut requests = self.requests();
        let number = requests.len();
        let send = SendPix {
            session: token(payer),
            key: cluster.keys[chance.below(cluster.keys.len())].clone(),
            // Three of the larger ones empty an account.
            amount: Cents::new(1 + chance.below(5_000) as i64),
            description: if chance.happens(300) { String::new() } else { format!("wish {number}") },
            entry_id: None,
            idempotency: Idempotency { key: format!("wish-{number}"), hash: [0; 32] },
            pin: if chance.happens(50) { "0000".into() } else { "1234".into() },
        };
        let bank = chance.below(cluster.banks.len());
        requests.push(Request {
            bank,
            payer,
            send,
            told: RequestOutcome::Unknown,
            asks: 0,
            contradicted: false,
            mixed_up: false,
        });
        number
    }

    /// A wish whose end its client does not know, if there is one.
    pub fn unanswered(&self) -> Vec<usize> {
        let requests = self.requests();
        let open = requests.iter().enumerate().filter(|(_, request)| request.told == RequestOutcome::Unknown);
        open.map(|(number, _)| number).collect()
    }

    /// Asks the bank, and writes down what it says, as it comes through `counter`.
    pub async fn ask(self, number: usize, intake: Intake<MoveMoney>, counter: Counter) {
        let send = {
            let request = &mut self.requests()[number];
            request.asks += 1;
            request.send.clone()
        };
        let answer = intake.request(Command::Send(Box::new(send))).await;
        self.hear(number, counter.hand_out(answer));
    }

    fn hear(&self, number: usize, answer: Result<Answer, Unavailable>) {
        let request = &mut self.requests()[number];
        let told = match answer {
            Ok(Ok(Some(accepted))) if request.is_mine(&accepted.transfer) => {
                RequestOutcome::Accepted(accepted.transfer.id)
            }
            // A message of the hub is answered with nothing.
            Ok(Ok(_)) => {
                request.mixed_up = true;
                return;
            }
            Ok(Err(_)) => RequestOutcome::Refused,
            Err(_) => return,
        };
        // A transfer never turns into another.
        request.contradicted |= matches!((&request.told, &told), (RequestOutcome::Accepted(a), RequestOutcome::Accepted(b)) if a != b);
        if !matches!(request.told, RequestOutcome::Accepted(_)) {
            request.told = told;
        }
    }
}
