//! What a bank is told when it is started.

use crate::{
    Setup,
    adapters::rest::Proxy,
    application::{CodeMaker, PinDigest, ReceiptAddresses},
    domain::{LookupLimits, OurBank},
};
use banks::{Bank, Secret};
use hmac::{Hmac, KeyInit, Mac};
use listener::Limits;
use pix::Cents;
use sha2::Sha256;
use std::{net::SocketAddr, sync::Arc};

/// Where the bank listens, whom it believes, and what it allows.
pub struct Options {
    pub http_address: SocketAddr,
    pub limits: Limits,
    /// Whose word counts on where a request comes from.
    pub trusted_proxies: Vec<Proxy>,
    pub setup: Setup,
}

impl Setup {
    /// As `bank` is, with what is allowed where no setting says otherwise.
    pub fn of(bank: &Bank) -> Self {
        Self {
            bank: OurBank { code: bank.code, ispb: bank.ispb, name: bank.name.clone() },
            pin_digest: pin_digest(&bank.pin_key),
            receipts: receipts(bank),
            opening_balance: Cents::new(100_000),
            openings_per_network: 60,
            session_hours: 12,
            lookup_limits: LookupLimits::default(),
            codes: CodeMaker { city: bank.city.clone(), host: bank.code_host.clone() },
        }
    }
}

/// HMAC-SHA-256 of account and PIN under the bank's key.
fn pin_digest(key: &Secret) -> PinDigest {
    let key = key.clone();
    Arc::new(move |account, pin| hmac(&key, &format!("{account}:{pin}")))
}

/// Proved by the HMAC-SHA-256 of a transfer's id under the same key: nothing that is hashed for a PIN reads like it.
fn receipts(bank: &Bank) -> ReceiptAddresses {
    let key = bank.pin_key.clone();
    ReceiptAddresses {
        pages_url: format!("http://localhost:{}", bank.web_port),
        seal: Arc::new(move |id| hmac(&key, &format!("receipt of {id}"))),
    }
}

fn hmac(key: &Secret, text: &str) -> [u8; 32] {
    // An HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()) else { return [0; 32] };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}
