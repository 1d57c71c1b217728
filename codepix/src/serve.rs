//! `codepix serve`: the hub over PostgreSQL and Kafka, started, run and drained.
//!
//! The listeners open first, so that everybody can ask how things stand; then the database is waited for, however long;
//! then banks are heard. The order in which services are started never matters.

use crate::{
    connect::connect,
    dependencies::{prepare, refresh},
    settings::Settings,
};
use anyhow::Context as _;
use banks::Hub;
use codepix::{
    Assembled,
    adapters::{grpc, postgres::ListenNotify, rest},
    application::{App, Authenticator, Retention, RouteTransfers},
    assemble,
};
use listener::{Bounds, Listener};
use outbox::{Consumer, Delivery, Sweeper, postgres::Pools};
use service::{
    Readiness, Tasks,
    dependencies::{watch_broker, watch_store, watch_work},
};
use sqlx::PgPool;
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::watch;

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// Wrong settings, a port that is taken, and a schema of another version.
pub async fn serve(settings: Settings) -> anyhow::Result<()> {
    let banks = settings.banks()?;
    settings.shared.export_spans(banks.hub.kafka_user())?;
    let pools = Pools::new(settings.database_url(&banks.hub).expose())?;
    let (connections, ports) = connect(&settings, &banks.hub, pools)?;
    let Assembled { app, keys, transfers, intake } = assemble(ports, settings.key_limits());
    let Delivery { writer, consumer, sweeper } = transfers;
    let (tell, ready) = watch::channel(Readiness::default());
    let mut tasks = Tasks::new(Arc::clone(&connections.producer));

    tasks.write(keys.run());
    tasks.write(writer.run());
    let authenticator = Authenticator::new(Arc::clone(&app.participants), banks.hub.admin_token.expose());
    let hub = grpc::Hub { app: app.clone(), authenticator: authenticator.clone(), stop: tasks.stop.clone() };
    let grpc = listen(settings.grpc_addr, "gRPC", Bounds::grpc(settings.limits)).await?;
    tasks.serve(grpc::serve(grpc, settings.grpc_identity()?, hub, ready.clone()));
    let (metrics, producer) = (connections.metrics(), connections.producer.clone());
    let pages = rest::Rest { app: app.clone(), authenticator, ready, metrics, producer };
    let http = listen(settings.http_addr, "HTTP", Bounds::http(settings.limits)).await?;
    tasks.serve(rest::serve(http, pages, tasks.stop.clone()));

    let of_keys = app.keys.clone();
    let written = move || of_keys.progress().and(intake.progress());
    tasks.work(watch_work(connections.progress(sweeper.heard.clone(), written), tell.clone()));
    tasks.work(watch_broker(connections.clone(), tell.clone()));
    let retention = Retention {
        directory: Arc::clone(&app.directory),
        transfers: Arc::clone(&app.transfers),
        key_requests_kept: settings.key_requests_kept(),
        transfers_kept: settings.transfers_kept(),
    };
    let work = Work { pool: connections.pools.work, banks, app, consumer, sweeper, retention, tell };
    tasks.work(work.run());
    tasks.run().await
}

async fn listen(address: SocketAddr, what: &str, bounds: Bounds) -> anyhow::Result<Listener> {
    let listener = Listener::bind(address, bounds).await.with_context(|| format!("no {what}"))?;
    tracing::info!("{what} on {address}");
    Ok(listener)
}

/// What needs the database.
struct Work {
    pool: PgPool,
    banks: Hub,
    app: App,
    consumer: Consumer<RouteTransfers>,
    sweeper: Sweeper,
    retention: Retention,
    tell: watch::Sender<Readiness>,
}

impl Work {
    /// Waits for the database, then runs until it is dropped.
    async fn run(self) -> anyhow::Result<()> {
        let Self { pool, banks, app, consumer, sweeper, retention, tell } = self;
        prepare(&pool, &app.participants, &banks).await?;
        let instances = ListenNotify::start(&pool, app.feed.clone(), (app.entropy)()).await;
        tracing::info!("ready: listening to {} banks", banks.banks.len());
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = instances.run() => Ok(()),
            () = retention.run() => Ok(()),
            () = refresh(app.participants) => Ok(()),
            stopped = watch_store(pool, tell) => stopped,
        }
    }
}
