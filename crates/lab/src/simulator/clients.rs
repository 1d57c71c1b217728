//! What customers asked for and were answered: the history against which the books are judged.

use super::{
    chance::Chance,
    cluster::{Cluster, token},
    mutants::AnswerRelay,
};
use bank_api::{
    application::{Answer, Command, IdempotencyKey, MoveMoney, ReturnPix, SendPix},
    domain::{AccountId, Idempotency, Side, Status, Transfer},
};
use banks::Secret;
use engine::{Intake, Unavailable};
use pix::{Cents, Description, EndToEndId, Instrument, ReturnReason};
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

/// What a customer asks for.
#[derive(Debug, Clone)]
pub enum Order {
    Send(SendPix),
    Return(ReturnPix),
}

impl Order {
    pub fn idempotency(&self) -> Idempotency {
        match self {
            Self::Send(send) => send.idempotency(),
            Self::Return(back) => back.idempotency(),
        }
    }

    fn amount(&self) -> Cents {
        match self {
            Self::Send(send) => send.amount,
            Self::Return(back) => back.amount,
        }
    }

    /// Where the money is to go.
    fn to(&self) -> &str {
        match self {
            Self::Send(send) => send.key.as_str(),
            Self::Return(back) => back.original.as_str(),
        }
    }

    fn command(&self) -> Command {
        match self.clone() {
            Self::Send(send) => Command::Send(Box::new(send)),
            Self::Return(back) => Command::Return(Box::new(back)),
        }
    }
}

/// One request of one customer, however often it is sent.
#[derive(Debug, Clone)]
pub struct Request {
    pub bank: usize,
    pub payer: AccountId,
    pub order: Order,
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
        let (id, amount, to) = (self.order.idempotency().key, self.order.amount(), self.order.to());
        write!(f, "{id}: {amount} from {} of bank {:03} to {to}", self.payer, self.bank + 1)
    }
}

impl Request {
    fn new(bank: usize, payer: AccountId, order: Order) -> Self {
        let outcome = RequestOutcome::Unknown;
        Self { bank, payer, order, outcome, asks: 0, contradicted: false, mixed_up: false }
    }

    /// Is this the transfer that was asked for?
    fn is_mine(&self, transfer: &Transfer) -> bool {
        transfer.account == Some(self.payer)
            && transfer.idempotency.as_ref() == Some(&self.order.idempotency())
            && transfer.amount == self.order.amount()
            && transfer.key == self.order.to()
            && transfer.id.is_return() == matches!(self.order, Order::Return(_))
    }
}

/// The same, by the code of a charge; now and then with an amount that it does not ask for.
fn of_charge(send: SendPix, cluster: &Cluster, chance: &Chance) -> SendPix {
    let asked = cluster.charges[chance.below(cluster.charges.len())].clone();
    SendPix {
        key: asked.key,
        amount: if chance.happens(900) { asked.amount } else { send.amount },
        txid: Some(asked.txid),
        instrument: Instrument::DynamicCode,
        ..send
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
        let returns = chance.happens(300).then(|| self.draw_return(cluster, chance)).flatten();
        returns.unwrap_or_else(|| self.draw_send(cluster, chance))
    }

    fn draw_send(&self, cluster: &Cluster, chance: &Chance) -> Request {
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
        let send = if chance.happens(250) { of_charge(send, cluster, chance) } else { send };
        let bank = chance.below(cluster.banks.len());
        Request::new(bank, payer, Order::Send(send))
    }

    /// Somebody gives back something that came, or tries to: all of it or a part, more than is left of it, and now and then
    /// what was a return itself. None where nothing has come yet.
    fn draw_return(&self, cluster: &Cluster, chance: &Chance) -> Option<Request> {
        let bank = chance.below(cluster.banks.len());
        let came: Vec<_> = {
            let rows = cluster.banks[bank].books.rows();
            let came =
                rows.transfers.values().filter(|t| t.side == Side::In && t.status == Status::Completed);
            came.filter_map(|t| Some((t.id, t.account?, t.amount))).collect()
        };
        let (original, payee, amount) = *came.get(chance.below(came.len().max(1)))?;
        let whole = usize::try_from(amount.get()).unwrap_or(1);
        let part = if chance.happens(400) { whole } else { 1 + chance.below(whole) };
        let order = ReturnPix {
            session: token(payee),
            original,
            amount: Cents::new(part as i64),
            reason: ReturnReason::ALL[chance.below(3)],
            description: Description::default(),
            idempotency_key: IdempotencyKey::parse(&format!("return-{}", self.requests().len()))
                .expect("visible characters"),
            pin: Secret::new(if chance.happens(50) { "0000" } else { "1234" }),
        };
        Some(Request::new(bank, payee, Order::Return(order)))
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
        let command = {
            let request = &mut self.requests()[number];
            request.asks += 1;
            request.order.command()
        };
        let answer = intake.request(command).await;
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
