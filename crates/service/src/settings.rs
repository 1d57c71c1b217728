//! The settings that every service has: where its database, the broker and the collector of traces are.

use anyhow::Context as _;
use outbox::kafka::{KafkaSettings, SASL_MECHANISMS, SECURITY_PROTOCOLS};
use secret::Secret;
use std::path::PathBuf;

/// Each can be given on the command line or in the environment.
#[derive(Debug, clap::Args)]
pub struct SharedSettings {
    /// PostgreSQL, as host:port, or /directory:port of its socket; role, password and database come from the banks file.
    #[arg(long, env, global = true, default_value = "127.0.0.1:54320")]
    pub postgres_addr: String,
    /// A whole PostgreSQL URL instead of that.
    #[arg(long, env, global = true, hide_env_values = true)]
    pub database_url: Option<Secret>,
    /// Kafka's brokers, as host:port, separated by commas.
    #[arg(long, env, global = true, default_value = "127.0.0.1:9092")]
    pub kafka_brokers: String,
    /// The broker user, if it is not the banks file's.
    #[arg(long, env, global = true)]
    pub kafka_username: Option<String>,
    /// The broker user's password, if it is not the banks file's.
    #[arg(long, env, global = true, hide_env_values = true)]
    pub kafka_password: Option<Secret>,
    /// How the broker is spoken to: SASL_SSL for a managed one.
    #[arg(long, env, global = true, default_value = "SASL_PLAINTEXT", value_parser = SECURITY_PROTOCOLS)]
    pub kafka_security_protocol: String,
    /// How the broker user shows who it is.
    #[arg(long, env, global = true, default_value = "PLAIN", value_parser = SASL_MECHANISMS)]
    pub kafka_sasl_mechanism: String,
    /// The CA that signed the brokers' certificates, as PEM; without it those that the system trusts.
    #[arg(long, env, global = true)]
    pub kafka_ca_file: Option<PathBuf>,
    /// Where traces go: an OTLP collector by gRPC, such as http://127.0.0.1:4317. Without it there are none.
    #[arg(long, env, global = true)]
    pub otel_exporter_otlp_endpoint: Option<String>,
}

impl SharedSettings {
    /// How the broker is reached, by a user of this name and password unless a setting names another.
    pub fn kafka(&self, username: &str, password: &Secret) -> KafkaSettings {
        KafkaSettings {
            brokers: self.kafka_brokers.clone(),
            security_protocol: self.kafka_security_protocol.clone(),
            sasl_mechanism: self.kafka_sasl_mechanism.clone(),
            ca_file: self.kafka_ca_file.clone(),
            username: self.kafka_username.clone().unwrap_or_else(|| username.to_owned()),
            password: self.kafka_password.as_ref().unwrap_or(password).clone(),
        }
    }

    /// Begins to export the traces of this process, `service`, if there is a collector.
    ///
    /// # Errors
    /// When the collector's address is no URL.
    pub fn export_spans(&self, service: &str) -> anyhow::Result<()> {
        let collector = self.otel_exporter_otlp_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty());
        let Some(collector) = collector else { return Ok(()) };
        telemetry::export_spans(collector, service).context("the collector of traces")
    }
}
