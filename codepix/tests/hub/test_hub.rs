//! A whole hub on memory, with its gRPC server on a free port and its REST routes at hand.

use crate::samples::*;
use axum::Router;
use codepix::{
    Assembled, Ports,
    adapters::{
        grpc,
        memory::{self, MemoryTransfers},
        rest,
    },
    application::{App, Authenticator, RouteTransfers, Stores},
    assemble,
    domain::KeyLimits,
};
use codepix_proto::{
    topic,
    v1::{
        dead_letters_client::DeadLettersClient, key_directory_client::KeyDirectoryClient,
        participants_client::ParticipantsClient, transfers_client::TransfersClient,
    },
};
use engine::Intake;
use listener::{Bounds, Limits, Listener};
use outbox::{Consumer, Delivery, memory::MemoryBroker};
use service::Readiness;
use std::{sync::Arc, time::Duration};
use telemetry::Metrics;
use tokio::{
    net::TcpListener,
    sync::{Mutex, watch},
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use tonic::{
    Request, Status,
    metadata::MetadataValue,
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};

/// Whatever is waited for must come within this.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// A hub that runs until it is dropped.
pub struct TestHub {
    pub app: App,
    pub intake: Intake<RouteTransfers>,
    pub consumer: Mutex<Consumer<RouteTransfers>>,
    pub broker: MemoryBroker,
    pub tell: watch::Sender<Readiness>,
    pub stop: CancellationToken,
    pub channel: Channel,
    pub rest: Router,
}

impl TestHub {
    pub async fn start() -> Self {
        Self::over(memory::stores(), KeyLimits::default()).await
    }

    /// With a store of transfers that the test can look into.
    pub async fn with_transfers(transfers: &MemoryTransfers) -> Self {
        let directory = Arc::new(transfers.directory.clone());
        let stores = Stores { transfers: Arc::new(transfers.clone()), directory, ..memory::stores() };
        Self::over(stores, KeyLimits::default()).await
    }

    pub async fn over(stores: Stores, key_limits: KeyLimits) -> Self {
        let broker = MemoryBroker::default();
        let dead_letters = Arc::clone(&stores.dead_letters);
        let delivery = outbox::Ports { dead_letters, ..broker.ports("codepix", topic::FROM_BANK) };
        let ports = Ports { clock: Arc::new(|| at(0)), ..Ports::over(stores, delivery) };
        let Assembled { app, keys, transfers, intake } = assemble(ports, key_limits);
        let Delivery { writer, consumer, .. } = transfers;
        tokio::spawn(keys.run());
        tokio::spawn(writer.run());
        for (bank, token) in banks() {
            app.participants.put(&bank, token).await.unwrap();
        }
        let authenticator = Authenticator::new(Arc::clone(&app.participants), ADMIN_TOKEN);
        let (tell, ready) = watch::channel(Readiness { store: true, broker: true, ..Readiness::default() });
        let stop = CancellationToken::new();
        let hub = grpc::Hub { app: app.clone(), authenticator: authenticator.clone(), stop: stop.clone() };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let listener = Listener::over(listener, Bounds::grpc(Limits::default()));
        tokio::spawn(grpc::serve(listener, None, hub, ready.clone()));
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap().timeout(DEADLINE);
        let channel = endpoint.connect_lazy();
        let metrics = Metrics::new(None);
        let rest = rest::Rest {
            app: app.clone(),
            authenticator,
            ready,
            metrics,
            producer: Arc::new(broker.clone()),
        };
        let (consumer, rest) = (Mutex::new(consumer), rest::router(rest));
        Self { app, intake, consumer, broker, tell, stop, channel, rest }
    }

    pub fn keys(&self, token: &'static str) -> KeyDirectoryClient<InterceptedService<Channel, Bearer>> {
        KeyDirectoryClient::with_interceptor(self.channel.clone(), Bearer(token))
    }

    pub fn transfers(&self, token: &'static str) -> TransfersClient<InterceptedService<Channel, Bearer>> {
        TransfersClient::with_interceptor(self.channel.clone(), Bearer(token))
    }

    pub fn dead_letters(
        &self,
        token: &'static str,
    ) -> DeadLettersClient<InterceptedService<Channel, Bearer>> {
        DeadLettersClient::with_interceptor(self.channel.clone(), Bearer(token))
    }

    pub fn participants(
        &self,
        token: &'static str,
    ) -> ParticipantsClient<InterceptedService<Channel, Bearer>> {
        ParticipantsClient::with_interceptor(self.channel.clone(), Bearer(token))
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Sends a token with every call; an empty one is left out.
#[derive(Clone)]
pub struct Bearer(&'static str);

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if !self.0.is_empty() {
            let value = MetadataValue::try_from(format!("Bearer {}", self.0)).unwrap();
            request.metadata_mut().insert("authorization", value);
        }
        Ok(request)
    }
}

/// The word of a refusal that programs go by.
pub fn refusal(status: &Status) -> &str {
    status.metadata().get("codepix-refusal").map_or("", |word| word.to_str().unwrap())
}

/// What `future` comes to, which must not take long.
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(DEADLINE, future).await.expect("it takes too long")
}
