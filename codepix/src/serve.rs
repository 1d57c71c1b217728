//! The hub, started, run and drained, over whatever it stands on.
//!
//! The listeners open first, so that everybody can ask how things stand; then the store is waited for, however long;
//! then banks are heard. The order in which services are started never matters.

use crate::{
    Assembled, Options, Ports,
    adapters::{grpc, rest},
    application::{App, Authenticator, CodeHosts, Instances, Retention, RouteTransfers},
    assemble,
    members::{enroll, refresh},
};
use anyhow::Context as _;
use banks::Member;
use listener::{Bounds, Listener};
use outbox::{Consumer, Delivery, Sweeper};
use service::{
    Backing, Readiness, Tasks,
    dependencies::{progress, watch_broker, watch_store, watch_work},
};
use std::{net::SocketAddr, sync::Arc};
use tokio::sync::watch;

/// A hub to be started.
pub struct Serve {
    pub options: Options,
    pub ports: Ports,
    pub backing: Arc<dyn Backing>,
    pub instances: Box<dyn Instances>,
}

impl Serve {
    /// Runs until `stop`.
    ///
    /// # Errors
    /// A port that is taken, and what ended a task, such as a schema that is not this program's.
    pub async fn run(self, stop: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
        let Self { options, ports, backing, instances } = self;
        let Assembled { mut app, keys, transfers, intake } = assemble(ports, options.key_limits);
        let hosts = options.banks.banks.iter();
        let hosts = hosts.map(|bank| (bank.code, bank.code_host.clone(), bank.code_url.clone()));
        app.code_hosts = Arc::new(CodeHosts::new(hosts));
        let Delivery { writer, consumer, sweeper } = transfers;
        let (tell, ready) = watch::channel(Readiness::default());
        let mut tasks = Tasks::new(Arc::clone(&backing));

        tasks.write(keys.run());
        tasks.write(writer.run());
        let admin_token = options.banks.hub.admin_token.expose();
        let authenticator = Authenticator::new(Arc::clone(&app.participants), admin_token);
        let hub =
            grpc::Hub { app: app.clone(), authenticator: authenticator.clone(), stop: tasks.stop.clone() };
        let grpc = listen(options.grpc_address, "gRPC", Bounds::grpc(options.limits)).await?;
        tasks.serve(grpc::serve(grpc, options.grpc_identity, hub, ready.clone()));
        let (metrics, producer) = (backing.metrics(), backing.producer());
        let pages = rest::Rest { app: app.clone(), authenticator, ready, metrics, producer };
        let http = listen(options.http_address, "HTTP", Bounds::http(options.limits)).await?;
        tasks.serve(rest::serve(http, pages, tasks.stop.clone()));

        let of_keys = app.keys.clone();
        let written = move || of_keys.progress().and(intake.progress());
        let progress = progress(Arc::clone(&backing), sweeper.heard.clone(), written);
        tasks.work(watch_work(progress, tell.clone()));
        tasks.work(watch_broker(Arc::clone(&backing), tell.clone()));
        let retention = Retention {
            directory: Arc::clone(&app.directory),
            transfers: Arc::clone(&app.transfers),
            key_requests_kept: options.key_requests_kept,
            transfers_kept: options.transfers_kept,
        };
        let banks = options.banks.banks;
        tasks.work(Work { backing, instances, banks, app, consumer, sweeper, retention, tell }.run());
        tasks.run(stop).await
    }
}

async fn listen(address: SocketAddr, what: &str, bounds: Bounds) -> anyhow::Result<Listener> {
    let listener = Listener::bind(address, bounds).await.with_context(|| format!("no {what}"))?;
    tracing::info!("{what} on {address}");
    Ok(listener)
}

/// What needs the store.
struct Work {
    backing: Arc<dyn Backing>,
    instances: Box<dyn Instances>,
    banks: Vec<Member>,
    app: App,
    consumer: Consumer<RouteTransfers>,
    sweeper: Sweeper,
    retention: Retention,
    tell: watch::Sender<Readiness>,
}

impl Work {
    /// Waits for the store, then runs until it is dropped.
    async fn run(self) -> anyhow::Result<()> {
        let Self { backing, instances, banks, app, consumer, sweeper, retention, tell } = self;
        backing.prepare().await?;
        enroll(&app.participants, &banks).await?;
        tracing::info!("ready: listening to {} banks", banks.len());
        tokio::select! {
            () = consumer.run() => Ok(()),
            () = sweeper.run() => Ok(()),
            () = instances.link(app.feed, (app.entropy)()) => Ok(()),
            () = retention.run() => Ok(()),
            () = refresh(app.participants) => Ok(()),
            stopped = watch_store(backing, tell) => stopped,
        }
    }
}
