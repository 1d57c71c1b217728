//! `codepix serve`: the hub put together over PostgreSQL and Kafka, and taken apart again.
//!
//! The listeners open first, so that everybody can ask how things stand; then the database is waited for, however long;
//! then banks are heard. The order in which services are started never matters.

use crate::{dependencies, faults, settings::Settings};
use anyhow::Context as _;
use banks::Hub;
use codepix::{
    adapters::{codec, grpc, postgres, rest},
    application::{
        App, Assembled, Authenticator, Readiness, Retention, RouteTransfers, Stores, World, assemble,
    },
};
use codepix_proto::topic;
use engine::{Intake, Progress, Publish};
use listener::{Bounds, Listener as Port};
use outbox::{
    Consumer, DeadLetters, Heard, Message, Sweeper,
    kafka::{KafkaLog, KafkaProducer, KafkaSettings, Reading, Signals, Subscription},
    postgres::{Pools, PostgresCollector, PostgresQuestions},
};
use sqlx::PgPool;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// The hub's consumer group.
const GROUP: &str = "codepix";
/// Answers under way, the last batch and the producer's queue have this long to end.
const DRAIN_MAX: Duration = Duration::from_secs(10);
/// Streams that do not end by themselves have this long of it.
const STREAMS_MAX: Duration = Duration::from_secs(3);
/// What was handed in has this long to be settled after that.
const LAST_BATCH_MAX: Duration = Duration::from_secs(2);

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// Wrong settings, a port that is taken, and a schema of another version.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    if let Some(collector) = settings.collector() {
        telemetry::export_spans(collector, GROUP).context("the collector of traces")?;
    }
    let pools = Pools::new(&settings.database_url(&banks.hub))?;
    let kafka = settings.kafka(&banks.hub);
    let signals = Signals::default();
    let producer = Arc::new(KafkaProducer::new(&kafka, signals.clone())?);
    let sender = outbox::faults::publisher(producer.clone());
    let world = World::real(Arc::clone(&sender), codec::encode, Arc::clone(&signals.resend));
    let world = World { key_limits: settings.key_limits(), ..world };
    let looks = faults::stores(postgres::stores(&pools.looks));
    let participants = Arc::clone(&looks.participants);
    let stores = Stores { participants, ..faults::stores(postgres::stores(&pools.work)) };
    let Assembled { app, keys, transfers, intake } = assemble(stores, world);
    let dead_letters = Arc::clone(&app.dead_letters);
    let app = App {
        directory: looks.directory,
        transfers: looks.transfers,
        dead_letters: looks.dead_letters,
        ..app
    };
    let (tell, ready) = watch::channel(Readiness::default());
    let stop = CancellationToken::new();

    let mut writers = JoinSet::new();
    writers.spawn(keys.run());
    writers.spawn(transfers.run());

    let authenticator = Authenticator::new(Arc::clone(&app.participants), banks.hub.admin_token.expose());
    let hub = grpc::Hub { app: app.clone(), authenticator: authenticator.clone(), stop: stop.clone() };
    let metrics = Metrics::new(Some(Arc::new(PostgresCollector(pools.clone()))));
    let pages = rest::Rest {
        app: app.clone(),
        authenticator,
        ready: ready.clone(),
        metrics,
        producer: producer.clone(),
    };
    let mut servers = JoinSet::new();
    let grpc = listen(settings.grpc_addr, "gRPC", Bounds::grpc(settings.limits)).await?;
    servers.spawn(grpc::serve(grpc, settings.grpc_identity()?, hub, ready));
    let http = listen(settings.http_addr, "HTTP", Bounds::http(settings.limits)).await?;
    servers.spawn(rest::serve(http, pages, stop.clone()));

    let mut work = JoinSet::new();
    work.spawn(dependencies::watch_broker(Arc::clone(&producer), kafka.clone(), tell.clone()));
    let heard = Heard::new(topic::asked_at);
    let reading = Reading::default();
    let progress = {
        let (keys, transfers) = (app.keys.clone(), intake.clone());
        let (heard, reading) = (heard.clone(), reading.clone());
        move || Progress {
            last_heard: heard.last(),
            silent_partitions: reading.silent_partitions(),
            ..keys.progress().and(transfers.progress())
        }
    };
    work.spawn(dependencies::watch_work(progress, tell.clone()));
    let retention = Retention {
        directory: Arc::clone(&app.directory),
        transfers: Arc::clone(&app.transfers),
        key_requests_kept: settings.key_requests_kept(),
        transfers_kept: settings.transfers_kept(),
    };
    let (pool, instance) = (pools.work, settings.instance);
    let listener =
        Listener { pool, banks, kafka, instance, signals, heard, reading, dead_letters, tell, retention };
    work.spawn(listener.run(app, intake, sender));

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

/// The side of the hub that listens to banks.
struct Listener {
    pool: PgPool,
    banks: Hub,
    kafka: KafkaSettings,
    instance: String,
    signals: Signals,
    heard: Heard,
    reading: Reading,
    dead_letters: Arc<dyn DeadLetters>,
    tell: watch::Sender<Readiness>,
    retention: Retention,
}

impl Listener {
    /// Waits for the database, then runs until it is dropped.
    async fn run(
        self,
        app: App,
        intake: Intake<RouteTransfers>,
        producer: Arc<dyn Publish<Message>>,
    ) -> anyhow::Result<()> {
        dependencies::prepare(&self.pool, &app.participants, &self.banks).await?;
        let instances = postgres::ListenNotify::start(&self.pool, app.feed.clone(), (app.entropy)()).await;
        let subscription =
            Subscription { group: GROUP, instance: &self.instance, topic: topic::FROM_ALL_BANKS };
        let log = Box::new(KafkaLog::new(&self.kafka, &subscription, self.signals.clone(), self.reading)?);
        let log = outbox::faults::log(log);
        let decoder = Arc::new(codec::Inbox(Arc::clone(&app.participants)));
        let (dead_letters, heard) = (self.dead_letters, self.heard.clone());
        let consumer = Consumer { log, decoder, intake, dead_letters, heard };
        let questions = outbox::faults::questions(Arc::new(PostgresQuestions(self.pool.clone())));
        let sweeper =
            Sweeper { questions, publisher: producer, resend: self.signals.resend, heard: self.heard };
        tracing::info!("ready: listening to {} banks", self.banks.banks.len());
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = instances.run() => Ok(()),
            () = self.retention.run() => Ok(()),
            () = dependencies::watch_store(&self.pool, &app.participants, &self.tell) => Ok(()),
        }
    }
}

async fn listen(address: SocketAddr, what: &str, bounds: Bounds) -> anyhow::Result<Port> {
    let listener = Port::bind(address, bounds).await.with_context(|| format!("no {what}"))?;
    tracing::info!("{what} on {address}");
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
    if timeout(STREAMS_MAX, answered).await.is_err() {
        servers.shutdown().await;
    }
    while work.join_next().await.is_some() {}
    // Writers end when nobody is left who could hand anything in; a client that hangs keeps its connection, and so one.
    let settled = async { while writers.join_next().await.is_some() {} };
    if timeout(LAST_BATCH_MAX, settled).await.is_err() {
        writers.shutdown().await;
    }
    // A panic would end this process all the same; open questions make good for what is not flushed.
    let _ = tokio::task::spawn_blocking(move || producer.flush()).await;
    let _ = tokio::task::spawn_blocking(telemetry::flush_spans).await;
}
