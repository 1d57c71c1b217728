//! The bank, started, run and drained, over whatever it stands on.
//!
//! The listener opens first, so that everybody can ask how things stand; then the store is waited for, however long;
//! then the hub is heard. The order in which services are started never matters.

use crate::{
    Assembled, Options, Ports,
    adapters::{
        grpc::GrpcHub,
        rest::{self, Rest, TrustedProxies},
    },
    application::{App, MoveMoney, Reconciler, listen_to_others, notify_others, sweep},
    assemble,
};
use listener::{Bounds, Limits, Listener};
use outbox::{Consumer, Delivery, Sweeper};
use service::{
    Backing, Readiness, Tasks,
    dependencies::{ANSWER_MAX, ChangeLog, EVERY, progress, watch_broker, watch_store, watch_work},
};
use std::{net::SocketAddr, sync::Arc};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

/// A bank to be started.
pub struct Serve {
    pub options: Options,
    pub ports: Ports,
    /// The hub, to be asked whether it is there.
    pub hub: GrpcHub,
    pub backing: Arc<dyn Backing>,
}

impl Serve {
    /// Runs until `stop`.
    ///
    /// # Errors
    /// A port that is taken, and what ended a task, such as a schema that is not this program's.
    pub async fn run(self, stop: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let Self { options: Options { http_address, limits, trusted_proxies, setup }, ports, hub, backing } =
            self;
        let notices = Arc::clone(&ports.looks.notices);
        let Assembled { app, delivery, changed, for_others, .. } = assemble(ports, setup);
        let Delivery { writer, consumer, sweeper } = delivery;
        let (tell, ready) = watch::channel(Readiness::default());
        let (tell_of_hub, hub_is_up) = watch::channel(false);
        let mut tasks = Tasks::new(Arc::clone(&backing));

        tasks.write(writer.run());
        let proxies = Arc::new(TrustedProxies::new(trusted_proxies));
        let rest = Rest {
            app: app.clone(),
            trusted_proxies: Arc::clone(&proxies),
            ready,
            hub_is_up,
            metrics: backing.metrics(),
            stop: tasks.stop.clone(),
        };
        tasks.serve(rest::serve(listen(http_address, limits, &proxies).await?, rest));

        tasks.work(for_ever(async move { proxies.follow().await }));
        tasks.work(for_ever(listen_to_others(Arc::clone(&notices), changed)));
        tasks.work(for_ever(notify_others(notices, for_others)));
        let money = app.money.clone();
        let progress = progress(Arc::clone(&backing), sweeper.heard.clone(), move || money.progress());
        tasks.work(watch_work(progress, tell.clone()));
        tasks.work(watch_broker(Arc::clone(&backing), tell.clone()));
        tasks.work(for_ever(watch_hub(hub, tell_of_hub)));
        tasks.work(Work { backing, app, consumer, sweeper, tell }.run());
        tasks.run(stop).await
    }
}

async fn for_ever(task: impl Future<Output = ()>) -> anyhow::Result<()> {
    task.await;
    Ok(())
}

/// Behind bank-web and what stands before it there are many customers.
async fn listen(
    address: SocketAddr,
    limits: Limits,
    proxies: &Arc<TrustedProxies>,
) -> anyhow::Result<Listener> {
    let proxies = Arc::clone(proxies);
    let bounds = Bounds::http(limits).many_behind(move |address| proxies.include(address));
    let listener = Listener::bind(address, bounds).await?;
    tracing::info!("HTTP on {address}");
    Ok(listener)
}

/// Tells whether the hub's key directory works, and tells the hub what this bank knows whenever it is there again. Runs until
/// it is dropped.
async fn watch_hub(hub: GrpcHub, tell: watch::Sender<bool>) {
    let mut log = ChangeLog::new("the hub");
    let mut announced = false;
    loop {
        let up = timeout(ANSWER_MAX, hub.serves()).await.unwrap_or(false);
        announced = up && (announced || hub.announce().await.is_ok());
        tell.send_if_modified(|known| std::mem::replace(known, up) != up);
        log.note(if up { Ok(()) } else { Err("keys wait for it".into()) });
        sleep(EVERY).await;
    }
}

/// What needs the store.
struct Work {
    backing: Arc<dyn Backing>,
    app: App,
    consumer: Consumer<MoveMoney>,
    sweeper: Sweeper,
    tell: watch::Sender<Readiness>,
}

impl Work {
    /// Waits for the store, then runs until it is dropped.
    async fn run(self) -> anyhow::Result<()> {
        let Self { backing, app, consumer, sweeper, tell } = self;
        backing.prepare().await?;
        tracing::info!("ready: this is {} ({})", app.bank.name, app.bank.code);
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = Reconciler::new(app.keys).run() => Ok(()),
            () = sweep(app.sessions.sessions, app.statements) => Ok(()),
            stopped = watch_store(backing, tell) => stopped,
        }
    }
}
