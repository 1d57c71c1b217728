//! The settings of the program, parsed once. Names come from the banks file, secrets from the hub's own.

use anyhow::Context as _;
use banks::{Hub, HubSettings};
use codepix::domain::{KeyLimits, Limit};
use listener::Limits;
use outbox::kafka::{KafkaSettings, SASL_MECHANISMS, SECURITY_PROTOCOLS};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tonic::transport::Identity;

/// Each can be given on the command line or in the environment.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// The banks that take part; the hub's secrets stand in secrets/codepix.env beside it.
    #[arg(long, env, global = true, default_value = "banks.env")]
    pub banks_file: PathBuf,
    /// PostgreSQL, as host:port; role, password and database come from the banks file.
    #[arg(long, env, global = true, default_value = "127.0.0.1:54320")]
    pub postgres_addr: String,
    /// A whole PostgreSQL URL instead of that.
    #[arg(long, env, global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// Kafka's brokers, as host:port, separated by commas.
    #[arg(long, env, global = true, default_value = "127.0.0.1:9092")]
    pub kafka_brokers: String,
    /// The broker user, if it is not the banks file's.
    #[arg(long, env, global = true)]
    pub kafka_username: Option<String>,
    /// The broker user's password, if it is not the banks file's.
    #[arg(long, env, global = true, hide_env_values = true)]
    pub kafka_password: Option<String>,
    /// How the broker is spoken to: SASL_SSL for a managed one.
    #[arg(long, env, global = true, default_value = "SASL_PLAINTEXT", value_parser = SECURITY_PROTOCOLS)]
    pub kafka_security_protocol: String,
    /// How the broker user shows who it is.
    #[arg(long, env, global = true, default_value = "PLAIN", value_parser = SASL_MECHANISMS)]
    pub kafka_sasl_mechanism: String,
    /// The CA that signed the brokers' certificates, as PEM; without it those that the system trusts.
    #[arg(long, env, global = true)]
    pub kafka_ca_file: Option<PathBuf>,
    /// Where gRPC listens.
    #[arg(long, env, global = true, default_value = "127.0.0.1:50051")]
    pub grpc_addr: SocketAddr,
    /// gRPC over TLS: the certificate with what leads to its CA, as PEM.
    #[arg(long, env, global = true, requires = "grpc_tls_key")]
    pub grpc_tls_cert: Option<PathBuf>,
    /// The certificate's private key, as PEM.
    #[arg(long, env, global = true, requires = "grpc_tls_cert")]
    pub grpc_tls_key: Option<PathBuf>,
    /// Where HTTP listens: REST, /livez, /readyz.
    #[arg(long, env, global = true, default_value = "127.0.0.1:8000")]
    pub http_addr: SocketAddr,
    /// Where traces go: an OTLP collector by gRPC, such as http://127.0.0.1:4317. Without it there are none.
    #[arg(long, env, global = true)]
    pub otel_exporter_otlp_endpoint: Option<String>,
    /// The name of this instance among those of the hub; the same after a restart.
    #[arg(long, env, global = true, default_value = "1")]
    pub instance: String,
    /// Keys that an account may register at once.
    #[arg(long, env, global = true, default_value_t = KeyLimits::default().account.tokens)]
    pub key_tokens: u32,
    /// Registrations that an account gets back a minute.
    #[arg(long, env, global = true, default_value_t = KeyLimits::default().account.refill_per_minute)]
    pub key_refill_per_minute: u32,
    /// For how many days a registration is remembered after its key was removed, since a bank that was away may repeat it.
    #[arg(long, env, global = true, default_value_t = 30)]
    pub key_requests_kept_days: u32,
    /// For how many days a transfer is kept after its end. A message about one that is not there is put aside if its id is
    /// older than that.
    #[arg(long, env, global = true, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..))]
    pub transfers_kept_days: u32,
    #[command(flatten)]
    pub limits: Limits,
}

impl Settings {
    /// How often keys may be registered.
    pub fn key_limits(&self) -> KeyLimits {
        let account = Limit { tokens: self.key_tokens, refill_per_minute: self.key_refill_per_minute };
        KeyLimits { account, ..KeyLimits::default() }
    }

    pub fn key_requests_kept(&self) -> Duration {
        Duration::from_hours(24) * self.key_requests_kept_days
    }

    pub fn transfers_kept(&self) -> Duration {
        Duration::from_hours(24) * self.transfers_kept_days
    }

    /// The collector of traces, if there is one.
    pub fn collector(&self) -> Option<&str> {
        self.otel_exporter_otlp_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty())
    }

    /// The hub's database, password included.
    pub fn database_url(&self, hub: &HubSettings) -> String {
        self.database_url.clone().unwrap_or_else(|| hub.database_url(&self.postgres_addr))
    }

    pub fn kafka(&self, hub: &HubSettings) -> KafkaSettings {
        let (username, password) = (self.kafka_username.clone(), self.kafka_password.clone());
        KafkaSettings {
            brokers: self.kafka_brokers.clone(),
            security_protocol: self.kafka_security_protocol.clone(),
            sasl_mechanism: self.kafka_sasl_mechanism.clone(),
            ca_file: self.kafka_ca_file.clone(),
            username: username.unwrap_or_else(|| hub.kafka_user().to_owned()),
            password: password.unwrap_or_else(|| hub.kafka_password.expose().to_owned()),
        }
    }

    /// Who the hub is over TLS, if it speaks gRPC that way.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    pub fn grpc_identity(&self) -> anyhow::Result<Option<Identity>> {
        let (Some(cert), Some(key)) = (&self.grpc_tls_cert, &self.grpc_tls_key) else { return Ok(None) };
        let read =
            |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        Ok(Some(Identity::from_pem(read(cert)?, read(key)?)))
    }

    /// The banks as the banks file has them, and the hub's own secrets.
    pub fn banks(&self) -> Result<Hub, banks::BanksError> {
        Hub::load(&self.banks_file)
    }
}
