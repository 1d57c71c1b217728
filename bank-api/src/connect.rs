//! The bank's ports on PostgreSQL, Kafka and the hub.

use crate::settings::Settings;
use bank_api::{Ports, Serve, adapters::postgres};
use banks::Bank;
use codepix_proto::topic;
use outbox::{kafka::Subscription, postgres::Pools};
use service::Connections;
use std::sync::Arc;

/// The connections, which connect when they are needed, and the ports over them.
///
/// # Errors
/// When the settings of Kafka, or the hub's address or token, are none.
pub fn connect(settings: &Settings, bank: &Bank, pools: Pools) -> anyhow::Result<(Connections, Ports)> {
    let connections = Connections::new(pools, settings.kafka(bank), &postgres::MIGRATOR, topic::REPORTS)?;
    let (group, instance, topic) = (bank.kafka_user(), settings.instance.clone(), topic::to_bank(bank.code));
    let delivery = connections.delivery(Subscription { group, instance, topic });
    let books = postgres::stores(&connections.pools.work).books;
    let looks = postgres::stores(&connections.pools.looks);
    let ports = Ports { books, ..Ports::over(looks, Arc::new(settings.hub(bank)?), delivery) };
    Ok((connections, ports))
}

/// The bank on them.
///
/// # Errors
/// When the settings of PostgreSQL, Kafka or the hub are none.
pub fn bank(settings: &Settings, bank: &Bank) -> anyhow::Result<Serve> {
    let pools = Pools::new(settings.database_url(bank).expose())?;
    let (connections, ports) = connect(settings, bank, pools)?;
    let backing = Arc::new(connections);
    Ok(Serve { options: settings.options(bank), ports, hub: settings.hub(bank)?, backing })
}
