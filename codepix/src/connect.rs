//! The hub's ports on PostgreSQL and Kafka.

use crate::settings::Settings;
use banks::{Hub, HubSettings};
use codepix::{
    Ports, Serve,
    adapters::postgres::{self, ListenNotify},
    application::Stores,
};
use codepix_proto::topic;
use outbox::{kafka::Subscription, postgres::Pools};
use service::Connections;
use std::sync::Arc;

/// The connections, which connect when they are needed, and the ports over them.
///
/// # Errors
/// When the settings of Kafka are none.
pub fn connect(settings: &Settings, hub: &HubSettings, pools: Pools) -> anyhow::Result<(Connections, Ports)> {
    let connections = Connections::new(pools, settings.kafka(hub), &postgres::MIGRATOR, &[])?;
    let (group, instance, topic) =
        (hub.kafka_user().into(), settings.instance.clone(), topic::FROM_ALL_BANKS.into());
    let delivery = connections.delivery(Subscription { group, instance, topic });
    let Stores { transfers, directory, .. } = postgres::stores(&connections.pools.work);
    let looks = postgres::stores(&connections.pools.looks);
    Ok((connections, Ports { transfers, directory, ..Ports::over(looks, delivery) }))
}

/// The hub on them.
///
/// # Errors
/// When the settings of PostgreSQL or Kafka are none, or a certificate cannot be read.
pub fn hub(settings: &Settings, banks: Hub) -> anyhow::Result<Serve> {
    let pools = Pools::new(settings.database_url(&banks.hub).expose())?;
    let (connections, ports) = connect(settings, &banks.hub, pools)?;
    let instances = Box::new(ListenNotify(connections.pools.work.clone()));
    Ok(Serve { options: settings.options(banks)?, ports, backing: Arc::new(connections), instances })
}
