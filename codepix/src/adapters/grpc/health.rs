//! The standard health service, which follows the hub's readiness.

use service::{Readiness, Ready};
use tonic_health::{
    ServingStatus,
    pb::health_server::{Health, HealthServer},
    server::{HealthReporter, HealthService},
};

/// The whole server, and each service by name.
const SERVICES: [&str; 5] = [
    "",
    "codepix.v1.KeyDirectory",
    "codepix.v1.Transfers",
    "codepix.v1.Participants",
    "codepix.v1.DeadLetters",
];

/// The service, and the task that keeps it true.
///
/// It is true from its first answer on: left to itself, a reporter begins with "serving".
pub async fn service(mut ready: Ready) -> (HealthServer<impl Health>, impl Future<Output = ()>) {
    let reporter = HealthReporter::new();
    let present = *ready.borrow_and_update();
    report(&reporter, present).await;
    let service = HealthService::from_health_reporter(reporter.clone());
    let follow = async move {
        while ready.changed().await.is_ok() {
            let present = *ready.borrow_and_update();
            report(&reporter, present).await;
        }
    };
    (HealthServer::new(service), follow)
}

async fn report(reporter: &HealthReporter, ready: Readiness) {
    let status = if ready.is_ready() { ServingStatus::Serving } else { ServingStatus::NotServing };
    for name in SERVICES {
        reporter.set_service_status(name, status).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{net::TcpListener, sync::watch};
    use tokio_util::sync::CancellationToken;
    use tonic::transport::{Endpoint, Server, server::TcpIncoming};
    use tonic_health::pb::{
        HealthCheckRequest, health_check_response::ServingStatus as Said, health_client::HealthClient,
    };

    /// What the service says of each of [`SERVICES`] while nothing follows the readiness.
    async fn says(ready: Readiness) -> Vec<Said> {
        let (_tell, watched) = watch::channel(ready);
        let (health, _nobody_follows) = service(watched).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let server = Server::builder().add_service(health);
        let incoming = TcpIncoming::from(listener);
        let served =
            tokio::spawn(server.serve_with_incoming_shutdown(incoming, stop.clone().cancelled_owned()));
        let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        let mut client = HealthClient::new(channel);
        let mut said = Vec::new();
        for name in SERVICES {
            let request = HealthCheckRequest { service: name.into() };
            said.push(client.check(request).await.unwrap().into_inner().status());
        }
        drop(client);
        stop.cancel();
        served.await.unwrap().unwrap();
        said
    }

    #[tokio::test]
    async fn its_first_answer_is_true_already() {
        assert_eq!(says(Readiness::default()).await, [Said::NotServing; 5]);
        assert_eq!(says(Readiness { store: true, ..Readiness::default() }).await, [Said::Serving; 5]);
    }
}
