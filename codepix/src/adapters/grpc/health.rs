//! The standard health service, which follows the hub's readiness.

use crate::application::Ready;
use tonic_health::{
    ServingStatus,
    pb::health_server::{Health, HealthServer},
};

/// The whole server, and each service by name.
const SERVICES: [&str; 4] =
    ["", "codepix.v1.KeyDirectory", "codepix.v1.Transfers", "codepix.v1.Participants"];

/// The service, and the task that keeps it true.
pub fn service(mut ready: Ready) -> (HealthServer<impl Health>, impl Future<Output = ()>) {
    let (reporter, service) = tonic_health::server::health_reporter();
    let follow = async move {
        loop {
            let is_ready = ready.borrow_and_update().is_ready();
            let status = if is_ready { ServingStatus::Serving } else { ServingStatus::NotServing };
            for name in SERVICES {
                reporter.set_service_status(name, status).await;
            }
            if ready.changed().await.is_err() {
                return;
            }
        }
    };
    (service, follow)
}
