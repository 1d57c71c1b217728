//! `bank-api serve`: the bank put together over PostgreSQL, Kafka and the hub, and taken apart again.
//!
//! The listener opens first, so that everybody can ask how things stand; then the database is waited for, however long;
//! then the hub is heard. The order in which services are started never matters.

use crate::{
    assemble::{codec, decider, key_ports, opening, our_bank, sessions},
    dependencies::{self, Dependencies},
    settings::Settings,
};
use anyhow::Context as _;
use bank_api::{
    adapters::{
        cli,
        postgres::{
            PostgresAccounts, PostgresChanges, PostgresNotices, PostgresSessions, PostgresStatements,
        },
        rest::{self, Readiness, Rest, TrustedProxies},
    },
    application::{
        Accounts, Announce, AntiScan, Feeds, Keys, MoveMoney, Passwords, Reconciler, RetryDeadLetter,
        listen_to_others, notify_others, sweep,
    },
    domain::AccountId,
};
use banks::Bank;
use codepix_proto::topic;
use engine::{Intake, Progress, Publish, Writer};
use listener::{Bounds, Listener as Port};
use outbox::{
    Consumer, Heard, Message, Sweeper,
    kafka::{KafkaLog, KafkaProducer, KafkaSettings, Reading, Signals, Subscription},
    postgres::{Pools, PostgresCollector, PostgresDeadLetters, PostgresQuestions},
};
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::{broadcast, mpsc, watch},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// Answers under way, the last batch and the producer's queue have this long to end.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// Requests that do not end by themselves have this long of it.
const REQUESTS_MAX: Duration = Duration::from_secs(3);
/// What was handed in has this long to be settled after that.
const LAST_BATCH_MAX: Duration = Duration::from_secs(2);
/// Batches of changed accounts that a slow listener may fall behind.
const CHANGES_KEPT: usize = 1024;

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// Wrong settings, a port that is taken, and a schema of another version.
pub async fn serve(settings: Settings, bank: Bank) -> anyhow::Result<()> {
    if let Some(collector) = settings.collector() {
        telemetry::export_spans(collector, &bank.kafka_user()).context("the collector of traces")?;
    }
    let pools = Pools::new(&settings.database_url(&bank))?;
    let kafka = settings.kafka(&bank);
    let signals = Signals::default();
    let producer = Arc::new(KafkaProducer::new(&kafka, signals.clone())?);
    let (changed, _) = broadcast::channel(CHANGES_KEPT);
    let (tell, ready) = watch::channel(Readiness::default());
    let stop = CancellationToken::new();

    let (news, for_others) = mpsc::unbounded_channel();
    let here = changed.clone();
    // Nobody listening is no error.
    let announce: Announce = Arc::new(move |accounts: Vec<AccountId>| {
        drop(here.send(accounts.clone().into()));
        drop(news.send(accounts));
    });
    let sender = outbox::faults::publisher(producer.clone());
    let anti_scan = Arc::new(AntiScan::new(settings.lookup_limits()));
    let decider = Arc::new(decider(&bank, &pools.work, announce, &anti_scan));
    let (writer, money) = Writer::new(decider, Arc::clone(&sender), Arc::clone(&signals.resend));
    let mut writers = JoinSet::new();
    writers.spawn(writer.run());

    let accounts: Arc<dyn Accounts> = Arc::new(PostgresAccounts(pools.looks.clone()));
    // Two hashes at once, for opening accounts and logging in together.
    let passwords = Arc::new(Passwords::default());
    let keys = Arc::new(Keys::new(key_ports(&settings, &bank, &pools.looks)?, anti_scan));
    let proxies = Arc::new(TrustedProxies::new(settings.trusted_proxies.clone()));
    let rest = Rest {
        bank: our_bank(&bank),
        opening: opening(&settings, &bank, &accounts, &passwords),
        sessions: sessions(&settings, &accounts, &pools.looks, &passwords, &changed),
        trusted_proxies: Arc::clone(&proxies),
        accounts,
        statements: Arc::new(PostgresStatements(pools.looks.clone())),
        keys: Arc::clone(&keys),
        money: money.clone(),
        feeds: Arc::new(Feeds::new(
            Arc::new(PostgresChanges(pools.looks.clone())),
            Arc::new(PostgresSessions(pools.looks.clone())),
            changed.clone(),
        )),
        ready,
        metrics: Metrics::new(Some(Arc::new(PostgresCollector(pools.clone())))),
        stop: stop.clone(),
    };
    let mut servers = JoinSet::new();
    servers.spawn(rest::serve(listen(&settings, &bank, &proxies).await?, rest));

    let mut work = JoinSet::new();
    work.spawn(for_ever(async move { proxies.follow().await }));
    let notices = Arc::new(PostgresNotices(pools.looks.clone()));
    work.spawn(for_ever(listen_to_others(notices.clone(), changed)));
    work.spawn(for_ever(notify_others(notices, for_others)));
    let heard = Heard::new(topic::asked_at);
    let reading = Reading::default();
    let progress = {
        let (money, heard, reading) = (money.clone(), heard.clone(), reading.clone());
        move || Progress {
            last_heard: heard.last(),
            silent_partitions: reading.silent_partitions(),
            ..money.progress()
        }
    };
    let hub = settings.hub(&bank)?;
    let around = Dependencies { pool: pools.work.clone(), producer: Arc::clone(&producer), hub };
    work.spawn(dependencies::watch(around, progress, tell.clone()));
    let instance = settings.instance.clone();
    let listener = Listener { pool: pools.work, bank, kafka, instance, signals, heard, reading, tell, keys };
    work.spawn(listener.run(money, sender));

    let verdict = tokio::select! {
        Some(ended) = work.join_next() => ended?,
        Some(ended) = servers.join_next() => ended?,
        Some(ended) = writers.join_next() => ended.context("the writer broke off"),
        signal = stop_signal() => signal,
    };
    tracing::info!("stopping: what is under way is finished first");
    stop.cancel();
    if timeout(DRAIN_MAX, drain(work, servers, writers, producer)).await.is_err() {
        tracing::warn!("stopped with work under way; open questions will bring it up again");
    }
    verdict
}

/// `bank-api dead-letters`: with the books and the producer of a bank that runs, but at rest.
///
/// # Errors
/// In words for the person at the terminal.
pub async fn dead_letters(
    settings: &Settings,
    bank: &Bank,
    pool: &PgPool,
    command: cli::DeadLetterCommand,
) -> anyhow::Result<()> {
    let producer = Arc::new(KafkaProducer::new(&settings.kafka(bank), Signals::default())?);
    let (news, for_others) = mpsc::unbounded_channel();
    let announce: Announce = Arc::new(move |accounts| drop(news.send(accounts)));
    let anti_scan = Arc::new(AntiScan::new(settings.lookup_limits()));
    let decider = decider(bank, pool, announce, &anti_scan);
    let letters = PostgresDeadLetters(pool.clone());
    let codec = codec(bank);
    let retry =
        RetryDeadLetter { letters: &letters, decoder: &codec, decider: &decider, hub: producer.as_ref() };
    let done = cli::dead_letters(retry, command).await;
    // Whoever looks on at a running instance is told, and what the hub waits for leaves before this process does.
    drop(decider);
    notify_others(Arc::new(PostgresNotices(pool.clone())), for_others).await;
    let _ = tokio::task::spawn_blocking(move || producer.flush()).await;
    done
}

/// The side of the bank that listens to the hub.
struct Listener {
    pool: PgPool,
    bank: Bank,
    kafka: KafkaSettings,
    instance: String,
    signals: Signals,
    heard: Heard,
    reading: Reading,
    tell: watch::Sender<Readiness>,
    keys: Arc<Keys>,
}

impl Listener {
    /// Waits for the database, then runs until it is dropped.
    async fn run(self, intake: Intake<MoveMoney>, producer: Arc<dyn Publish<Message>>) -> anyhow::Result<()> {
        dependencies::prepare(&self.pool, &self.tell).await?;
        let (group, topic) = (self.bank.kafka_user(), topic::to_bank(self.bank.code));
        let subscription = Subscription { group: &group, instance: &self.instance, topic: &topic };
        let log = Box::new(KafkaLog::new(&self.kafka, &subscription, self.signals.clone(), self.reading)?);
        let log = outbox::faults::log(log);
        let dead_letters = outbox::faults::dead_letters(Arc::new(PostgresDeadLetters(self.pool.clone())));
        let heard = self.heard.clone();
        let consumer = Consumer { log, decoder: Arc::new(codec(&self.bank)), intake, dead_letters, heard };
        let questions = outbox::faults::questions(Arc::new(PostgresQuestions(self.pool.clone())));
        let sweeper =
            Sweeper { questions, publisher: producer, resend: self.signals.resend, heard: self.heard };
        let sessions = Arc::new(PostgresSessions(self.pool.clone()));
        let statements = Arc::new(PostgresStatements(self.pool));
        tracing::info!("ready: this is {} ({})", self.bank.name, self.bank.code);
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = Reconciler::new(self.keys).run() => Ok(()),
            () = sweep(sessions, statements) => Ok(()),
        }
    }
}

async fn for_ever(task: impl Future<Output = ()>) -> anyhow::Result<()> {
    task.await;
    Ok(())
}

/// Behind bank-web and what stands before it there are many customers.
async fn listen(settings: &Settings, bank: &Bank, proxies: &Arc<TrustedProxies>) -> anyhow::Result<Port> {
    let (address, proxies) = (settings.http_addr(bank), Arc::clone(proxies));
    let bounds = Bounds::http(settings.limits).many_behind(move |address| proxies.include(address));
    let listener = Port::bind(address, bounds).await?;
    tracing::info!("HTTP on {address}");
    Ok(listener)
}

async fn stop_signal() -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    Ok(())
}

/// Nothing new comes in; what was handed in is settled; what was decided is sent.
async fn drain(
    mut work: JoinSet<anyhow::Result<()>>,
    mut servers: JoinSet<anyhow::Result<()>>,
    mut writers: JoinSet<()>,
    producer: Arc<KafkaProducer>,
) {
    work.abort_all();
    let answered = async { while servers.join_next().await.is_some() {} };
    if timeout(REQUESTS_MAX, answered).await.is_err() {
        servers.shutdown().await;
    }
    while work.join_next().await.is_some() {}
    // The writer ends when nobody is left who could hand anything in; a client that hangs keeps its connection, and so one.
    let settled = async { while writers.join_next().await.is_some() {} };
    if timeout(LAST_BATCH_MAX, settled).await.is_err() {
        writers.shutdown().await;
    }
    // A panic would end this process all the same; open questions make good for what is not flushed.
    let _ = tokio::task::spawn_blocking(move || producer.flush()).await;
    let _ = tokio::task::spawn_blocking(telemetry::flush_spans).await;
}
