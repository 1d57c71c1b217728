//! What a phone shows.

use std::cmp::Reverse;

use super::{orders::Answer, seat::Seat, seats::Seats, travels::Stretch};
use crate::journal::Node;

/// Of what moved, so much is shown: more would push away what one may tap.
const MOVES: usize = 3;

/// What a phone has not been told.
#[derive(Clone, Debug)]
pub struct News {
    /// Of what is now shown.
    pub version: u64,
    /// Which bank the phone's own is.
    pub bank: usize,
    /// None where nothing of it changed.
    pub mine: Option<Mine>,
    /// Who came since.
    pub people: Vec<Person>,
    /// How many are known with them.
    pub known: usize,
}

/// Somebody of the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub number: u32,
    /// Which of the banks.
    pub bank: usize,
    pub name: String,
}

/// The phone's own.
#[derive(Clone, Debug)]
pub struct Mine {
    pub who: Person,
    /// None while there is no account.
    pub balance_cents: Option<i64>,
    pub standing: Standing,
    /// What waits first, of that and of the rest the newest.
    pub moves: Vec<Move>,
    /// How many of the orders have not ended.
    pub waiting: usize,
}

/// How far somebody's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The bank opens it.
    Opening,
    /// It can send, and cannot be paid: the directory has not answered.
    Keyless,
    Open,
}

/// Money that goes or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub nth: u64,
    /// The other's number, where it is one of the room; and name.
    pub number: Option<u32>,
    pub bank: Option<usize>,
    pub name: String,
    pub amount_cents: i64,
    pub course: Course,
}

/// How it stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Course {
    Received,
    /// The bank is asked.
    Asked,
    /// The bank did not answer, and is asked again with the same order.
    AskedInVain,
    Travelling,
    WaitsForHub,
    /// Which of the banks.
    WaitsForBank(usize),
    /// For whatever carries messages or keeps books.
    WaitsForRoad,
    Arrived,
    CameBack,
    /// The last part of the problem's type.
    Refused(String),
}

impl Course {
    /// It changes no more.
    pub fn has_ended(&self) -> bool {
        matches!(self, Course::Received | Course::Arrived | Course::CameBack | Course::Refused(_))
    }
}

pub fn news(seats: &Seats, id: &str, (seen, known): (u64, usize)) -> Option<News> {
    let seat = seats.seat(*seats.by_id.get(id)?)?;
    let mine = (seat.version != seen).then(|| mine(seats, seat));
    let people = seats.known.iter().skip(known).filter(|number| **number != seat.number);
    let mut people: Vec<Person> = people.filter_map(|number| seats.seat(*number)).map(person).collect();
    // Who is at another bank is paid over the hub, which is what a room came to see.
    people.sort_by_key(|person| person.bank == seat.bank);
    Some(News { version: seat.version, bank: seat.bank, mine, people, known: seats.known.len() })
}

fn person(seat: &Seat) -> Person {
    Person { number: seat.number, bank: seat.bank, name: seat.name.clone() }
}

fn mine(seats: &Seats, seat: &Seat) -> Mine {
    let sent = seat.orders.iter().map(|order| {
        let payee = seats.seat(order.to);
        Move {
            nth: order.nth,
            number: Some(order.to),
            bank: payee.map(|payee| payee.bank),
            name: payee.map(|payee| payee.name.clone()).unwrap_or_default(),
            amount_cents: order.amount_cents,
            course: course(seats, &order.answer, payee.map(|payee| payee.bank)),
        }
    });
    let received = seat.received.iter().map(|received| Move {
        nth: received.nth,
        number: received.from,
        bank: received.from.and_then(|from| seats.seat(from)).map(|payer| payer.bank),
        name: received.name.clone(),
        amount_cents: received.amount_cents,
        course: Course::Received,
    });
    let mut moves: Vec<Move> = sent.chain(received).collect();
    moves.sort_by_key(|it| (it.course.has_ended(), Reverse(it.nth)));
    moves.truncate(MOVES);
    let balance_cents = seat.account.as_ref().map(|account| account.balance_cents);
    let standing = match (seat.account.is_some(), seat.is_reachable()) {
        (false, _) => Standing::Opening,
        (true, false) => Standing::Keyless,
        (true, true) => Standing::Open,
    };
    Mine { who: person(seat), balance_cents, standing, moves, waiting: seat.waiting(&seats.travels) }
}

fn course(seats: &Seats, answer: &Answer, payees_bank: Option<usize>) -> Course {
    let id = match answer {
        Answer::None { in_vain: false } => return Course::Asked,
        Answer::None { in_vain: true } => return Course::AskedInVain,
        Answer::Refused(word) => return Course::Refused(word.clone()),
        Answer::Accepted(id) => id,
    };
    match seats.travels.get(id).map(|travel| travel.stretch).unwrap_or_default() {
        Stretch::Arrived => Course::Arrived,
        Stretch::CameBack => Course::CameBack,
        Stretch::Travelling if seats.away.contains(&Node::Hub) => Course::WaitsForHub,
        Stretch::Travelling => match payees_bank.filter(|bank| seats.is_bank_away(*bank)) {
            Some(bank) => Course::WaitsForBank(bank),
            None if [Node::Kafka, Node::Postgres].iter().any(|node| seats.away.contains(node)) => {
                Course::WaitsForRoad
            }
            None => Course::Travelling,
        },
    }
}
