//! Transfers through the banks' REST interface, as fast as they are taken or at a set pace.

use super::{accounts::Branch, wire::Wire};
use bytes::Bytes;
use hdrhistogram::Histogram;
use http_body_util::Full;
use hyper::{Request, StatusCode};
use rand::Rng as _;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};
use uuid::Uuid;

/// How often a paced load lets requests go.
const TICK: Duration = Duration::from_millis(2);
/// After a bank said that it is full.
const BACK_OFF: Duration = Duration::from_millis(20);

/// How many transfers are asked for.
#[derive(Clone)]
pub enum Pace {
    /// As many as the connections carry, while the gate is open.
    Full(watch::Receiver<bool>),
    PerSecond(f64),
}

/// What the clients saw.
pub struct Seen {
    pub accepted: u64,
    /// 503: come back later.
    pub turned_away: u64,
    /// Any other answer, or none.
    pub failed: u64,
    /// Microseconds from request to answer, of the accepted ones.
    pub answer_us: Histogram<u64>,
}

impl Seen {
    fn nothing() -> anyhow::Result<Self> {
        Ok(Self { accepted: 0, turned_away: 0, failed: 0, answer_us: Histogram::new(3)? })
    }

    fn add(&mut self, other: Seen) -> anyhow::Result<()> {
        self.accepted += other.accepted;
        self.turned_away += other.turned_away;
        self.failed += other.failed;
        Ok(self.answer_us.add(other.answer_us)?)
    }
}

/// A load to be put on the banks.
#[derive(Clone)]
pub struct Load {
    pub branches: Arc<Vec<Branch>>,
    /// To each bank.
    pub connections: usize,
    /// Percent that pays into one account of the last bank.
    pub hot_percent: u8,
}

impl Load {
    /// Runs for `time`, then waits for the answers under way.
    ///
    /// # Errors
    /// When a client broke.
    pub async fn run(&self, pace: Pace, time: Duration) -> anyhow::Result<Seen> {
        let end = Instant::now() + time;
        let tickets = Arc::new(Semaphore::new(0));
        let mut clients = JoinSet::new();
        for (index, branch) in self.branches.iter().enumerate() {
            for connection in 0..self.connections {
                let client = Client {
                    load: self.clone(),
                    home: index,
                    wire: Wire::new(branch.ports[connection % branch.ports.len()]),
                    pace: pace.clone(),
                    tickets: Arc::clone(&tickets),
                };
                clients.spawn(client.run(end));
            }
        }
        if let Pace::PerSecond(rate) = pace {
            give_tickets(&tickets, rate, end).await;
        }
        let mut seen = Seen::nothing()?;
        while let Some(client) = clients.join_next().await {
            seen.add(client??)?;
        }
        Ok(seen)
    }
}

/// Hands out `rate` tickets a second, those that are late at once; at the end there are no more.
pub async fn give_tickets(tickets: &Semaphore, rate: f64, end: Instant) {
    let began = Instant::now();
    let (mut given, mut ticks) = (0, interval(TICK));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while Instant::now() < end {
        ticks.tick().await;
        let due = (began.elapsed().as_secs_f64() * rate) as usize;
        tickets.add_permits(due - given);
        given = due;
    }
    tickets.close();
}

struct Client {
    load: Load,
    /// The branch whose customers pay on this connection.
    home: usize,
    wire: Wire,
    pace: Pace,
    tickets: Arc<Semaphore>,
}

impl Client {
    async fn run(mut self, end: Instant) -> anyhow::Result<Seen> {
        let mut seen = Seen::nothing()?;
        while self.may_send().await && Instant::now() < end {
            let request = self.order()?;
            let asked = Instant::now();
            match self.wire.send(request).await {
                Ok(StatusCode::ACCEPTED) => {
                    seen.accepted += 1;
                    seen.answer_us.record(u64::try_from(asked.elapsed().as_micros())?)?;
                }
                Ok(StatusCode::SERVICE_UNAVAILABLE) => {
                    seen.turned_away += 1;
                    sleep(BACK_OFF).await;
                }
                Ok(_) | Err(_) => seen.failed += 1,
            }
        }
        Ok(seen)
    }

    /// Waits for its turn; false when there will be none.
    async fn may_send(&mut self) -> bool {
        match &mut self.pace {
            Pace::Full(gate) => gate.wait_for(|open| *open).await.is_ok(),
            Pace::PerSecond(_) => self.tickets.acquire().await.map(|ticket| ticket.forget()).is_ok(),
        }
    }

    /// One cent from somebody here to somebody at another bank.
    fn order(&self) -> anyhow::Result<Request<Full<Bytes>>> {
        let mut chance = rand::rng();
        let branches = &self.load.branches;
        let last = branches.len() - 1;
        let hot = self.home != last && chance.random_range(0..100) < self.load.hot_percent;
        let other = (self.home + chance.random_range(1..branches.len())) % branches.len();
        let key = match hot {
            true => &branches[last].keys[0],
            false => &branches[other].keys[chance.random_range(0..branches[other].keys.len())],
        };
        let sessions = &branches[self.home].sessions;
        let session = &sessions[chance.random_range(0..sessions.len())];
        let body = format!(r#"{{"key":"{key}","amount_cents":1,"description":"load","pin":"1234"}}"#);
        let request = Request::post("/transfers")
            .header("host", "127.0.0.1")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {session}"))
            .header("idempotency-key", Uuid::new_v4().to_string());
        Ok(request.body(Full::new(Bytes::from(body)))?)
    }
}
