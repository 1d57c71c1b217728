//! The settings of the program, parsed once. Names, ports and secrets come from the banks file.

use bank_api::domain::LookupLimits;
use banks::{Bank, BankCode, Banks};
use ipnet::IpNet;
use messaging::kafka::KafkaSettings;
use std::{net::SocketAddr, path::PathBuf};

/// Each can be given on the command line or in the environment.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// The bank that this process is: its three-digit code.
    #[arg(long, env, global = true, default_value = "001")]
    pub bank: BankCode,
    /// The banks, and all secrets.
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
    /// SASL_PLAINTEXT or PLAINTEXT.
    #[arg(long, env, global = true, default_value = "SASL_PLAINTEXT")]
    pub kafka_security_protocol: String,
    /// The hub's gRPC address.
    #[arg(long, env, global = true, default_value = "http://127.0.0.1:50051")]
    pub hub_grpc_url: String,
    /// Where HTTP listens, if not on loopback at the port of the banks file.
    #[arg(long, env, global = true)]
    pub http_addr: Option<SocketAddr>,
    /// The name of this instance among those of the bank; the same after a restart.
    #[arg(long, env, global = true, default_value = "1")]
    pub instance: String,
    /// What a new account has, in cents.
    #[arg(long, env, global = true, default_value_t = 100_000)]
    pub opening_balance_cents: i64,
    /// Where traces go: an OTLP collector by gRPC, such as http://127.0.0.1:4317. Without it there are none.
    #[arg(long, env, global = true)]
    pub otel_exporter_otlp_endpoint: Option<String>,
    /// How long a log-in lasts, in hours.
    #[arg(long, env, global = true, default_value_t = 12)]
    pub session_hours: i32,
    /// Accounts that one network may ask for in a quarter of an hour; the bank's own machine may ask for more.
    #[arg(long, env, global = true, default_value_t = 60)]
    pub openings_per_network: u32,
    /// Whose X-Forwarded-For is believed, as networks: bank-web, and what stands before it.
    #[arg(long, env, global = true, value_delimiter = ',', default_value = "127.0.0.0/8,::1/128")]
    pub trusted_proxies: Vec<IpNet>,
    /// Key lookups a person may do at once; a company has ten times as many. One of a key that nobody has counts as
    /// twenty, and so does a Pix to such a key that was not looked up.
    #[arg(long, env, global = true, default_value_t = LookupLimits::default().tokens)]
    pub lookup_tokens: u32,
    /// Key lookups a person gets back a minute.
    #[arg(long, env, global = true, default_value_t = LookupLimits::default().refill_per_minute)]
    pub lookup_refill_per_minute: u32,
}

impl Settings {
    /// The collector of traces, if there is one.
    pub fn collector(&self) -> Option<&str> {
        self.otel_exporter_otlp_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty())
    }

    /// The bank's lines of the banks file.
    pub fn our_bank(&self) -> Result<Bank, banks::BanksError> {
        Ok(Banks::load(&self.banks_file)?.bank(self.bank)?.clone())
    }

    /// The bank's database, password included.
    pub fn database_url(&self, bank: &Bank) -> String {
        self.database_url.clone().unwrap_or_else(|| bank.database_url(&self.postgres_addr))
    }

    pub fn http_addr(&self, bank: &Bank) -> SocketAddr {
        self.http_addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], bank.api_port)))
    }

    pub fn kafka(&self, bank: &Bank) -> KafkaSettings {
        let (username, password) = (self.kafka_username.clone(), self.kafka_password.clone());
        KafkaSettings {
            brokers: self.kafka_brokers.clone(),
            security_protocol: self.kafka_security_protocol.clone(),
            username: username.unwrap_or_else(|| bank.kafka_user()),
            password: password.unwrap_or_else(|| bank.kafka_password.expose().to_owned()),
        }
    }

    pub fn lookup_limits(&self) -> LookupLimits {
        LookupLimits { tokens: self.lookup_tokens, refill_per_minute: self.lookup_refill_per_minute }
    }
}
