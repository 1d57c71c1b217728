//! The command line. `bank-web --help` is the manual; nothing else reads the environment.

use std::{net::SocketAddr, path::PathBuf};

use banks::{Bank, BankCode, Banks};
use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::site::{Neighbour, Site};

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
    /// Where a browser reaches it, if that is another address, as with containers [default: the same]
    #[arg(long, env)]
    pub bank_api_public_url: Option<String>,
    /// What to log, as in info,bank_web=debug
    #[arg(long, env, default_value = "info")]
    pub rust_log: String,
    /// Only asks the running server whether it is ready: ends with 0 when it is
    #[arg(long)]
    pub healthcheck: bool,
}

impl Settings {
    /// A filter that cannot be read counts as `info`.
    pub fn log_filter(&self) -> EnvFilter {
        EnvFilter::try_new(&self.rust_log).unwrap_or_else(|_| EnvFilter::new("info"))
    }

    /// Where to listen, and where the health check asks.
    pub(super) fn address(&self) -> anyhow::Result<SocketAddr> {
        match self.http_addr {
            Some(address) => Ok(address),
            None => {
                let banks = Banks::load(&self.banks_file)?;
                Ok(SocketAddr::from(([127, 0, 0, 1], banks.bank(self.bank)?.web_port)))
            }
        }
    }

    /// What the pages know of their bank.
    pub fn site(&self) -> anyhow::Result<Site> {
        let banks = Banks::load(&self.banks_file)?;
        let bank = banks.bank(self.bank)?;
        let api_url = [&self.bank_api_public_url, &self.bank_api_url].into_iter().flatten().next();
        let api_url = api_url.cloned().unwrap_or_else(|| loopback(bank.api_port));
        Ok(Site {
            name: bank.name.clone(),
            code: bank.code.to_string(),
            ispb: bank.ispb.to_string(),
            brand: bank.brand.parse()?,
            colours_css: bank.colours.css_declarations(),
            api_url: api_url.trim_end_matches('/').to_owned(),
            neighbours: banks.banks.iter().filter(|other| other.code != bank.code).map(neighbour).collect(),
        })
    }
}

fn neighbour(bank: &Bank) -> Neighbour {
    Neighbour { name: bank.name.clone(), url: loopback(bank.web_port) }
}

fn loopback(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
