//! The settings of the program, parsed once. Names and ports come from the banks file, secrets from the bank's own.

use anyhow::Context as _;
use bank_api::{
    Options, Setup,
    adapters::{grpc::GrpcHub, rest::Proxy},
    domain::LookupLimits,
};
use banks::{Bank, BankCode, Secret};
use listener::Limits;
use outbox::kafka::KafkaSettings;
use pix::Cents;
use std::{net::SocketAddr, path::PathBuf};

/// Each can be given on the command line or in the environment.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// The bank that this process is: its three-digit code.
    #[arg(long, env, global = true, default_value = "001")]
    pub bank: BankCode,
    /// The banks; the bank's secrets stand in secrets/bank-nnn.env beside it.
    #[arg(long, env, global = true, default_value = "banks.env")]
    pub banks_file: PathBuf,
    #[command(flatten)]
    pub shared: service::SharedSettings,
    /// The hub's gRPC address; https:// for TLS.
    #[arg(long, env, global = true, default_value = "http://127.0.0.1:50051")]
    pub hub_grpc_url: String,
    /// The CA that signed the hub's certificate, as PEM; without it those of the web.
    #[arg(long, env, global = true)]
    pub hub_ca_file: Option<PathBuf>,
    /// Where HTTP listens, if not on loopback at the port of the banks file.
    #[arg(long, env, global = true)]
    pub http_addr: Option<SocketAddr>,
    /// Where customers find the bank's pages, as they write it; receipts lead there [default: localhost, at the port of the
    /// banks file].
    #[arg(long, env, global = true)]
    pub pages_url: Option<String>,
    /// The name of this instance among those of the bank; the same after a restart.
    #[arg(long, env, global = true, default_value = "1")]
    pub instance: String,
    /// What a new account has, in cents.
    #[arg(long, env, global = true, default_value_t = 100_000)]
    pub opening_balance_cents: i64,
    /// How long a log-in lasts, in hours.
    #[arg(long, env, global = true, default_value_t = 12)]
    pub session_hours: i32,
    /// Accounts that one network may ask for in a quarter of an hour; the bank's own machine may ask for more.
    #[arg(long, env, global = true, default_value_t = 60)]
    pub openings_per_network: u32,
    /// Whose X-Forwarded-For is believed: bank-web, by its address or the name of its host, and the networks of what stands
    /// before it. On loopback bank-web asks from an address of its own.
    #[arg(long, env, global = true, value_delimiter = ',', default_value = "127.0.0.2")]
    pub trusted_proxies: Vec<Proxy>,
    /// Key lookups a person may do at once; a company has ten times as many. One of a key that nobody has counts as
    /// twenty, and so does a Pix to such a key that was not looked up.
    #[arg(long, env, global = true, default_value_t = LookupLimits::default().tokens)]
    pub lookup_tokens: u32,
    /// Key lookups a person gets back a minute.
    #[arg(long, env, global = true, default_value_t = LookupLimits::default().refill_per_minute)]
    pub lookup_refill_per_minute: u32,
    #[command(flatten)]
    pub limits: Limits,
}

impl Settings {
    /// The bank as the banks file has it, with its own secrets.
    pub fn our_bank(&self) -> Result<Bank, banks::BanksError> {
        Bank::load(&self.banks_file, self.bank)
    }

    /// The bank's database, password included.
    pub fn database_url(&self, bank: &Bank) -> Secret {
        let whole = self.shared.database_url.clone();
        whole.unwrap_or_else(|| Secret::new(bank.database_url(&self.shared.postgres_addr)))
    }

    pub fn http_addr(&self, bank: &Bank) -> SocketAddr {
        self.http_addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], bank.api_port)))
    }

    pub fn kafka(&self, bank: &Bank) -> KafkaSettings {
        self.shared.kafka(&bank.kafka_user(), &bank.kafka_password)
    }

    /// The hub, where the bank calls it.
    ///
    /// # Errors
    /// When the address is none, or the CA's file cannot be read.
    pub fn hub(&self, bank: &Bank) -> anyhow::Result<GrpcHub> {
        let (url, token) = (&self.hub_grpc_url, bank.hub_token.expose());
        let Some(path) = &self.hub_ca_file else { return GrpcHub::new(url, token) };
        let ca = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        GrpcHub::trusting(url, token, &ca)
    }

    /// What the bank is told when it is started.
    pub fn options(&self, bank: &Bank) -> Options {
        Options {
            http_address: self.http_addr(bank),
            limits: self.limits,
            trusted_proxies: self.trusted_proxies.clone(),
            setup: self.setup(bank),
        }
    }

    /// Who the bank is, and what it allows.
    pub fn setup(&self, bank: &Bank) -> Setup {
        let mut usual = Setup::of(bank);
        if let Some(url) = &self.pages_url {
            url.trim_end_matches('/').clone_into(&mut usual.receipts.pages_url);
        }
        Setup {
            opening_balance: Cents::new(self.opening_balance_cents.max(0)),
            openings_per_network: self.openings_per_network,
            session_hours: self.session_hours,
            lookup_limits: LookupLimits {
                tokens: self.lookup_tokens,
                refill_per_minute: self.lookup_refill_per_minute,
            },
            ..usual
        }
    }
}
