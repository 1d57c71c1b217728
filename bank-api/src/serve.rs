//! `bank-api serve`: the bank over PostgreSQL, Kafka and the hub, started, run and drained.
//!
//! The listener opens first, so that everybody can ask how things stand; then the database is waited for, however long;
//! then the hub is heard. The order in which services are started never matters.

use crate::{
    connect::connect,
    dependencies::{prepare, watch_hub},
    settings::Settings,
};
use bank_api::{
    Assembled,
    adapters::rest::{self, Rest, TrustedProxies},
    application::{App, MoveMoney, Reconciler, listen_to_others, notify_others, sweep},
    assemble,
};
use banks::Bank;
use listener::{Bounds, Listener};
use outbox::{Consumer, Delivery, Sweeper, postgres::Pools};
use service::{
    Readiness, Tasks,
    dependencies::{watch_broker, watch_store, watch_work},
};
use sqlx::PgPool;
use std::sync::Arc;
use tokio::sync::watch;

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// Wrong settings, a port that is taken, and a schema of another version.
pub async fn serve(settings: Settings, bank: Bank) -> anyhow::Result<()> {
    settings.shared.export_spans(&bank.kafka_user())?;
    let pools = Pools::new(settings.database_url(&bank).expose())?;
    let (connections, ports) = connect(&settings, &bank, pools)?;
    let notices = Arc::clone(&ports.looks.notices);
    let Assembled { app, delivery, changed, for_others, .. } = assemble(ports, settings.setup(&bank));
    let Delivery { writer, consumer, sweeper } = delivery;
    let (tell, ready) = watch::channel(Readiness::default());
    let (tell_of_hub, hub_is_up) = watch::channel(false);
    let mut tasks = Tasks::new(Arc::clone(&connections.producer));

    tasks.write(writer.run());
    let proxies = Arc::new(TrustedProxies::new(settings.trusted_proxies.clone()));
    let rest = Rest {
        app: app.clone(),
        trusted_proxies: Arc::clone(&proxies),
        ready,
        hub_is_up,
        metrics: connections.metrics(),
        stop: tasks.stop.clone(),
    };
    tasks.serve(rest::serve(listen(&settings, &bank, &proxies).await?, rest));

    tasks.work(for_ever(async move { proxies.follow().await }));
    tasks.work(for_ever(listen_to_others(Arc::clone(&notices), changed)));
    tasks.work(for_ever(notify_others(notices, for_others)));
    let money = app.money.clone();
    let progress = connections.progress(sweeper.heard.clone(), move || money.progress());
    tasks.work(watch_work(progress, tell.clone()));
    tasks.work(watch_broker(connections.clone(), tell.clone()));
    tasks.work(watch_hub(settings.hub(&bank)?, tell_of_hub));
    let work = Work { pool: connections.pools.work, bank, app, consumer, sweeper, tell };
    tasks.work(work.run());
    tasks.run().await
}

async fn for_ever(task: impl Future<Output = ()>) -> anyhow::Result<()> {
    task.await;
    Ok(())
}

/// Behind bank-web and what stands before it there are many customers.
async fn listen(settings: &Settings, bank: &Bank, proxies: &Arc<TrustedProxies>) -> anyhow::Result<Listener> {
    let (address, proxies) = (settings.http_addr(bank), Arc::clone(proxies));
    let bounds = Bounds::http(settings.limits).many_behind(move |address| proxies.include(address));
    let listener = Listener::bind(address, bounds).await?;
    tracing::info!("HTTP on {address}");
    Ok(listener)
}

/// What needs the database.
struct Work {
    pool: PgPool,
    bank: Bank,
    app: App,
    consumer: Consumer<MoveMoney>,
    sweeper: Sweeper,
    tell: watch::Sender<Readiness>,
}

impl Work {
    /// Waits for the database, then runs until it is dropped.
    async fn run(self) -> anyhow::Result<()> {
        let Self { pool, bank, app, consumer, sweeper, tell } = self;
        prepare(&pool).await?;
        tracing::info!("ready: this is {} ({})", bank.name, bank.code);
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = Reconciler::new(app.keys).run() => Ok(()),
            () = sweep(app.sessions.sessions, app.statements) => Ok(()),
            stopped = watch_store(pool, tell) => stopped,
        }
    }
}
