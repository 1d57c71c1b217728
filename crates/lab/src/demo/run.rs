//! The demo from start to end: one loop owns the tally and the line; background tasks report to it what happened.

use super::{
    cli::Arguments,
    customers::{Account, open_accounts},
    health::Health,
    ledgers::{Ledgers, Look},
    line::Line,
    orders::{Order, Orders},
    screen::Screen,
    sending::until_answered,
    summary,
    tally::{Answer, Tally},
};
use crate::{
    audit::{Databases, Report, audit},
    client::{Customer, SendPix},
};
use rand::Rng as _;
use std::{
    future::Future,
    process::ExitCode,
    time::{Duration, Instant},
};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::{mpsc, watch},
    time::{sleep, sleep_until},
};

/// Between two polls of the ledgers, and of every service's health.
const LOOK: Duration = Duration::from_millis(300);
/// At the end, for what is under way.
const PATIENCE: Duration = Duration::from_secs(30);

enum Event {
    Answered {
        order: Order,
        answer: Answer,
        customer: Box<Customer>,
    },
    /// None when PostgreSQL does not answer.
    Looked(Option<Look>),
    Away(Vec<String>),
}

/// Runs the demo until it is ended, and prints its summary; fails when the books are not right then.
///
/// # Errors
/// When there are not two banks to pay between, or the books cannot be audited at the end.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let sound = present(&arguments).await?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs it all; true when the books are right in the end.
async fn present(arguments: &Arguments) -> anyhow::Result<bool> {
    let banks = arguments.places.banks()?;
    anyhow::ensure!(banks.banks.len() >= 2, "transfers between banks need two of them in the banks file");
    let seed = arguments.seed.unwrap_or_else(|| rand::rng().random_range(0..1_000_000));
    let accounts = open_accounts(&banks, |why| eprintln!("{why}")).await?;
    println!(
        "{} customers at {} banks, {} transfers a second, seed {seed}; Ctrl-C ends it",
        accounts.len(),
        banks.banks.len(),
        arguments.per_second
    );
    let databases = Databases::of(&banks, &arguments.places.postgres_addr);
    let mut signals = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut demo =
        Demo::start(accounts, Ledgers::new(databases.clone()), Health::new(&banks, &arguments.places)?);
    let end = arguments.seconds.map_or(Duration::MAX, Duration::from_secs);
    demo.trickle(Orders::new(seed), arguments.per_second, ended(&mut signals, end)).await;
    demo.wait_for_the_rest(ended(&mut signals, PATIENCE)).await;
    demo.finish();
    println!("{}\n{}", summary::sent(&demo.line()), summary::money(&demo.line()));
    let report = audited(&databases).await?;
    println!("{}", summary::verdict(&report));
    Ok(report.sound)
}

async fn audited(databases: &Databases) -> anyhow::Result<Report> {
    let started = Instant::now();
    let mut report = audit(databases).await?;
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// Ends on a signal, or after `time`.
async fn ended(signals: &mut (Signal, Signal), time: Duration) {
    tokio::select! {
        _ = signals.0.recv() => {}
        _ = signals.1.recv() => {}
        () = sleep(time) => {}
    }
}

struct Demo {
    accounts: Vec<Account>,
    tally: Tally,
    /// What the line shows beyond the tally.
    seen: Line,
    postgres_is_away: bool,
    screen: Screen,
    events: mpsc::UnboundedReceiver<Event>,
    tell: mpsc::UnboundedSender<Event>,
    /// What the ledgers are to be asked about.
    ask_about: watch::Sender<Vec<String>>,
}

impl Demo {
    fn start(accounts: Vec<Account>, ledgers: Ledgers, health: Health) -> Self {
        let (tell, events) = mpsc::unbounded_channel();
        let (ask_about, ids) = watch::channel(Vec::new());
        tokio::spawn(keep_looking(ledgers, ids, tell.clone()));
        tokio::spawn(keep_asking(health, tell.clone()));
        let tally = Tally::new(accounts.iter().map(|account| account.purse).collect());
        let (seen, screen) = (Line::default(), Screen::new());
        Self { accounts, tally, seen, postgres_is_away: false, screen, events, tell, ask_about }
    }

    /// Sends until `end`.
    async fn trickle(&mut self, mut orders: Orders, per_second: f64, end: impl Future<Output = ()>) {
        tokio::pin!(end);
        let mut next = tokio::time::Instant::now();
        loop {
            tokio::select! {
                () = &mut end => return,
                () = sleep_until(next) => {
                    if let Some(order) = orders.next(self.tally.purses()) {
                        self.send(order);
                    }
                    // Counted from now when the machine slept: nobody sends what was missed all at once.
                    next = next.max(tokio::time::Instant::now() - LOOK) + orders.gap(per_second);
                }
                Some(event) = self.events.recv() => self.take(event),
            }
            self.screen.show(&self.line());
        }
    }

    /// Until all has ended, at most until `enough`.
    async fn wait_for_the_rest(&mut self, enough: impl Future<Output = ()>) {
        tokio::pin!(enough);
        self.seen.ending = true;
        while !self.tally.is_quiet() {
            tokio::select! {
                () = &mut enough => return,
                Some(event) = self.events.recv() => self.take(event),
            }
            self.screen.show(&self.line());
        }
    }

    fn finish(&mut self) {
        self.screen.finish(&self.line());
    }

    fn send(&mut self, order: Order) {
        self.tally.asked(&order);
        let (payee, mut customer) =
            (&self.accounts[order.payee], self.accounts[order.payer].customer.clone());
        let key = match order.mistyped {
            true => payee.customer.person.email.replace("exemplo", "exempo"),
            false => payee.keys[order.key % payee.keys.len()].clone(),
        };
        let pix = SendPix { description: order.description.into(), ..SendPix::new(&key, order.amount_cents) };
        let tell = self.tell.clone();
        tokio::spawn(async move {
            let answer = until_answered(&mut customer, &pix).await;
            // At the end nobody listens any more.
            let _ = tell.send(Event::Answered { order, answer, customer: Box::new(customer) });
        });
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Answered { order, answer, customer } => {
                self.accounts[order.payer].customer = *customer;
                self.tally.answered(order, answer, Instant::now());
            }
            Event::Looked(look) => {
                self.postgres_is_away = look.is_none();
                if let Some(Look { ended, money }) = look {
                    ended.into_iter().for_each(|(id, end)| self.tally.ended(&id, end));
                    self.seen.money = money.or(self.seen.money);
                    self.seen.first = self.seen.first.or(money);
                }
                self.ask_about.send_replace(self.tally.waiting().cloned().collect());
            }
            Event::Away(away) => self.seen.away = away,
        }
    }

    fn line(&self) -> Line {
        let mut line = Line {
            sent: self.tally.sent(),
            completed: self.tally.completed,
            refunded: self.tally.refunded,
            refused: self.tally.refused,
            waiting: self.tally.waiting().len(),
            oldest: self.tally.oldest(Instant::now()),
            asking: self.tally.asking(),
            ..self.seen.clone()
        };
        line.away.extend(self.postgres_is_away.then(|| "PostgreSQL".to_owned()));
        line
    }
}

async fn keep_looking(
    mut ledgers: Ledgers,
    ids: watch::Receiver<Vec<String>>,
    tell: mpsc::UnboundedSender<Event>,
) {
    loop {
        let waiting = ids.borrow().clone();
        if tell.send(Event::Looked(ledgers.look(&waiting).await.ok())).is_err() {
            return;
        }
        sleep(LOOK).await;
    }
}

async fn keep_asking(health: Health, tell: mpsc::UnboundedSender<Event>) {
    while tell.send(Event::Away(health.away().await)).is_ok() {
        sleep(LOOK).await;
    }
}
