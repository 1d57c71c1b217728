//! Clients of this environment's Kafka, which reach it without a proxy.

use super::{Environment, grounds::CHAOS, instance::Role};
use rdkafka::ClientConfig;

impl Environment {
    /// A client in the name of a broker user.
    pub fn kafka(&self, user: Role) -> anyhow::Result<ClientConfig> {
        let password = match user.code() {
            None => self.banks.hub.kafka_password.expose(),
            Some(code) => self.banks.bank(code.parse()?)?.kafka_password.expose(),
        };
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", CHAOS.kafka())
            .set("security.protocol", "SASL_PLAINTEXT")
            .set("sasl.mechanism", "PLAIN")
            .set("sasl.username", user.group())
            .set("sasl.password", password)
            .set("message.timeout.ms", "10000");
        Ok(config)
    }

    /// A client that sees how far a service has read its topics, and reads nothing itself.
    pub fn kafka_group(&self, reader: Role) -> anyhow::Result<ClientConfig> {
        let mut config = self.kafka(Role::Hub)?;
        config.set("group.id", reader.group()).set("enable.auto.commit", "false");
        Ok(config)
    }
}
