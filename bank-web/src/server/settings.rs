//! The command line. `bank-web --help` is the manual; nothing else reads the environment.

use std::{net::SocketAddr, path::PathBuf};

use banks::{BankCode, Face};
use clap::{ArgAction, Parser};
use listener::Limits;
use tracing_subscriber::EnvFilter;

use super::{FramedBy, Pages};

/// The pages of one bank
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Settings {
    /// Code of the bank, like 001
    #[arg(long, env)]
    pub bank: BankCode,
    /// The file that says who the bank is
    #[arg(long, env, default_value = "banks.env")]
    pub banks_file: PathBuf,
    /// Address to listen on [default: 127.0.0.1 and the bank's WEB_PORT]
    #[arg(long, env)]
    pub http_addr: Option<SocketAddr>,
    /// Where this server reaches the bank's API [default: http://127.0.0.1 and the bank's API_PORT]
    #[arg(long, env)]
    pub bank_api_url: Option<String>,
    /// Folder of the pages' wasm, as `scripts/lib/pages.sh` builds it; without it the pages stand still
    #[arg(long, env, default_value = "target/site")]
    pub site_dir: PathBuf,
    /// The pages are reached over TLS alone: sessions are never sent without it
    #[arg(long, env)]
    pub secure_cookies: bool,
    /// Two people who are made up, for visitors to look around as
    #[arg(long, env, default_value_t = true, action = ArgAction::Set)]
    pub demo_people: bool,
    /// Origins whose pages may show these in a frame, like http://localhost:3000, with blanks between them [default: none]
    #[arg(long, env, default_value = "", hide_default_value = true)]
    pub framed_by: FramedBy,
    /// What to log, as in info,bank_web=debug
    #[arg(long, env, default_value = "info")]
    pub rust_log: String,
    /// Only asks the running server whether it is ready: ends with 0 when it is
    #[arg(long)]
    pub healthcheck: bool,
    #[command(flatten)]
    pub limits: Limits,
}

impl Settings {
    /// A filter that cannot be read counts as `info`.
    pub fn log_filter(&self) -> EnvFilter {
        EnvFilter::try_new(&self.rust_log).unwrap_or_else(|_| EnvFilter::new("info"))
    }

    /// Where to listen, and where the health check asks.
    ///
    /// # Errors
    /// What is wrong in the banks file.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        match self.http_addr {
            Some(address) => Ok(address),
            None => Ok(SocketAddr::from(([127, 0, 0, 1], self.of_banks_file()?.web_port))),
        }
    }

    /// Who the bank is, according to the file.
    fn of_banks_file(&self) -> anyhow::Result<Face> {
        Ok(Face::load(&self.banks_file, self.bank)?)
    }

    /// What is to be served.
    ///
    /// # Errors
    /// What is wrong in the banks file.
    pub fn pages(&self) -> anyhow::Result<Pages> {
        let bank = self.of_banks_file()?;
        let on_loopback = || format!("http://127.0.0.1:{}", bank.api_port);
        Ok(Pages {
            bank_api_url: self.bank_api_url.clone().unwrap_or_else(on_loopback),
            bank,
            site_dir: self.site_dir.clone(),
            secure_cookies: self.secure_cookies,
            demo_people: self.demo_people,
            in_memory: false,
            framed_by: self.framed_by.0.clone(),
        })
    }
}
