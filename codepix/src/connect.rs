//! The hub's ports on PostgreSQL and Kafka.

use crate::settings::Settings;
use banks::HubSettings;
use codepix::{Ports, adapters::postgres, application::Stores};
use codepix_proto::topic;
use outbox::{kafka::Subscription, postgres::Pools};
use service::Connections;

/// The connections, which connect when they are needed, and the ports over them.
///
/// # Errors
/// When the settings of Kafka are none.
pub fn connect(settings: &Settings, hub: &HubSettings, pools: Pools) -> anyhow::Result<(Connections, Ports)> {
    let connections = Connections::new(pools, settings.kafka(hub))?;
    let (group, instance, topic) =
        (hub.kafka_user().into(), settings.instance.clone(), topic::FROM_ALL_BANKS.into());
    let delivery = connections.delivery(Subscription { group, instance, topic });
    let Stores { transfers, directory, .. } = postgres::stores(&connections.pools.work);
    let looks = postgres::stores(&connections.pools.looks);
    Ok((connections, Ports { transfers, directory, ..Ports::over(looks, delivery) }))
}
