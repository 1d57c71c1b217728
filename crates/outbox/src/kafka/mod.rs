//! Apache Kafka as the carrier: settings here, sending in `producer`, reading in `log`.

mod backwards;
mod deliveries;
mod event;
mod late_log;
mod log;
mod membership;
mod partitions;
mod polled;
mod positions;
mod producer;
mod reader;
mod reading;
mod watch;

pub use late_log::LateLog;
pub use log::{KafkaLog, Subscription};
pub use producer::KafkaProducer;
pub use reading::Reading;

use rdkafka::ClientConfig;
use secret::Secret;
use std::{path::PathBuf, sync::Arc};
use tokio::sync::Notify;

/// What the producer notices of the broker, for those whom it concerns.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    /// For the sweeper: messages may have been lost.
    pub resend: Arc<Notify>,
    /// For the reader: the broker was away or lost its log. A reader that was connected may never find its topics again.
    pub reopen: Arc<Notify>,
}

/// What [`KafkaSettings::security_protocol`] may be.
pub const SECURITY_PROTOCOLS: [&str; 4] = ["SASL_SSL", "SASL_PLAINTEXT", "SSL", "PLAINTEXT"];
/// What [`KafkaSettings::sasl_mechanism`] may be.
pub const SASL_MECHANISMS: [&str; 3] = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

/// How the broker is reached and who we are to it.
#[derive(Debug, Clone)]
pub struct KafkaSettings {
    /// `host:port`, comma-separated.
    pub brokers: String,
    /// One of [`SECURITY_PROTOCOLS`].
    pub security_protocol: String,
    /// One of [`SASL_MECHANISMS`].
    pub sasl_mechanism: String,
    /// The CA that signed the brokers' certificates, as PEM; without it those that the system trusts.
    pub ca_file: Option<PathBuf>,
    pub username: String,
    pub password: Secret,
}

impl KafkaSettings {
    fn client(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config
            .set("bootstrap.servers", &self.brokers)
            .set("security.protocol", &self.security_protocol)
            .set("client.id", &self.username)
            // A broker that comes back is found within a second.
            .set("reconnect.backoff.ms", "50")
            .set("reconnect.backoff.max.ms", "1000")
            .set("socket.keepalive.enable", "true")
            .set("topic.metadata.refresh.interval.ms", "5000")
            .set("allow.auto.create.topics", "false");
        if self.security_protocol.starts_with("SASL") {
            config
                .set("sasl.mechanism", &self.sasl_mechanism)
                .set("sasl.username", &self.username)
                .set("sasl.password", self.password.expose());
        }
        if let Some(file) = &self.ca_file {
            config.set("ssl.ca.location", file.to_string_lossy());
        }
        config
    }
}

/// What librdkafka itself says. A broker that is away makes it say the same many times a second; the service tells that
/// once, where it looks whether the broker answers.
fn quietly(facility: &str, text: &str) {
    tracing::debug!(target: "librdkafka", "{facility} {text}");
}
