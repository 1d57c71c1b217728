//! The settings of the program, parsed once. Names come from the banks file, secrets from the hub's own.

use anyhow::Context as _;
use banks::{Hub, HubSettings, Secret};
use codepix::{
    Options,
    adapters::grpc::Identity,
    domain::{KeyLimits, Limit},
};
use listener::Limits;
use outbox::kafka::KafkaSettings;
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Each can be given on the command line or in the environment.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// The banks that take part; the hub's secrets stand in secrets/codepix.env beside it.
    #[arg(long, env, global = true, default_value = "banks.env")]
    pub banks_file: PathBuf,
    #[command(flatten)]
    pub shared: service::SharedSettings,
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
    /// For how many days a transfer is kept after its end: longer than the topics keep messages, and than a payee may return
    /// it (90 days). An order that is older, and not there, is rejected. Returns are kept for ever.
    #[arg(long, env, global = true, default_value_t = 395, value_parser = clap::value_parser!(u32).range(1..))]
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

    /// What the hub is told when it is started.
    ///
    /// # Errors
    /// Names the file of a certificate that cannot be read.
    pub fn options(&self, banks: Hub) -> anyhow::Result<Options> {
        let day = Duration::from_hours(24);
        Ok(Options {
            banks,
            grpc_address: self.grpc_addr,
            grpc_identity: self.grpc_identity()?,
            http_address: self.http_addr,
            limits: self.limits,
            key_limits: self.key_limits(),
            key_requests_kept: day * self.key_requests_kept_days,
            transfers_kept: day * self.transfers_kept_days,
        })
    }

    /// The hub's database, password included.
    pub fn database_url(&self, hub: &HubSettings) -> Secret {
        let whole = self.shared.database_url.clone();
        whole.unwrap_or_else(|| Secret::new(hub.database_url(&self.shared.postgres_addr)))
    }

    pub fn kafka(&self, hub: &HubSettings) -> KafkaSettings {
        self.shared.kafka(hub.kafka_user(), &hub.kafka_password)
    }

    /// Who the hub is over TLS, if it speaks gRPC that way.
    ///
    /// # Errors
    /// Names the file that cannot be read.
    fn grpc_identity(&self) -> anyhow::Result<Option<Identity>> {
        let (Some(cert), Some(key)) = (&self.grpc_tls_cert, &self.grpc_tls_key) else { return Ok(None) };
        let read =
            |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
        Ok(Some(Identity { certificate: read(cert)?, key: read(key)? }))
    }

    /// The banks as the banks file has them, and the hub's own secrets.
    pub fn banks(&self) -> Result<Hub, banks::BanksError> {
        Hub::load(&self.banks_file)
    }
}
