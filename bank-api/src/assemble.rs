//! The bank's use cases, put together over PostgreSQL and the hub: for `serve`, and for the command line.

use crate::{faults, settings::Settings};
use bank_api::{
    adapters::{
        messages::Codec,
        postgres::{PostgresBooks, PostgresKeys, PostgresSessions},
    },
    application::{
        Accounts, Announce, AntiScan, Attempts, Changed, KeyPorts, Logins, MoveMoney, OpenAccount, Openings,
        Passwords, PinDigest,
    },
    domain::OurBank,
};
use banks::Bank;
use engine::{system_clock, system_entropy};
use hmac::{Hmac, KeyInit, Mac};
use pix::Cents;
use sha2::Sha256;
use sqlx::PgPool;
use std::sync::Arc;

pub fn our_bank(bank: &Bank) -> OurBank {
    OurBank { code: bank.code, ispb: bank.ispb, name: bank.name.clone() }
}

/// Writes and reads what bank and hub say to each other.
pub fn codec(bank: &Bank) -> Codec {
    Codec { bank: bank.code }
}

pub fn decider(bank: &Bank, pool: &PgPool, announce: Announce, anti_scan: &Arc<AntiScan>) -> MoveMoney {
    MoveMoney {
        books: faults::books(Arc::new(PostgresBooks::new(pool.clone()))),
        encoder: Arc::new(codec(bank)),
        bank: our_bank(bank),
        clock: system_clock(),
        entropy: system_entropy(),
        pin_digest: pin_digest(bank),
        announce,
        anti_scan: Arc::clone(anti_scan),
    }
}

/// HMAC-SHA-256 of account and PIN under the bank's key.
fn pin_digest(bank: &Bank) -> PinDigest {
    let key = bank.pin_key.expose().as_bytes().to_vec();
    Arc::new(move |account, pin| {
        // An HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return [0; 32] };
        mac.update(format!("{account}:{pin}").as_bytes());
        mac.finalize().into_bytes().into()
    })
}

pub fn opening(
    settings: &Settings,
    bank: &Bank,
    accounts: &Arc<dyn Accounts>,
    passwords: &Arc<Passwords>,
) -> OpenAccount {
    OpenAccount {
        accounts: Arc::clone(accounts),
        passwords: Arc::clone(passwords),
        openings: Arc::new(Openings::new(settings.openings_per_network)),
        pin_digest: pin_digest(bank),
        opening_balance: Cents::new(settings.opening_balance_cents.max(0)),
    }
}

pub fn sessions(
    settings: &Settings,
    accounts: &Arc<dyn Accounts>,
    pool: &PgPool,
    passwords: &Arc<Passwords>,
    changed: &Changed,
) -> Logins {
    Logins {
        accounts: Arc::clone(accounts),
        sessions: Arc::new(PostgresSessions(pool.clone())),
        passwords: Arc::clone(passwords),
        attempts: Arc::new(Attempts::default()),
        entropy: system_entropy(),
        hours: settings.session_hours,
        changed: changed.clone(),
    }
}

/// What keys need; also for the command line.
///
/// # Errors
/// When the hub's address or token cannot be one.
pub fn key_ports(settings: &Settings, bank: &Bank, pool: &PgPool) -> anyhow::Result<KeyPorts> {
    Ok(KeyPorts {
        store: Arc::new(PostgresKeys(pool.clone())),
        books: Arc::new(PostgresBooks::new(pool.clone())),
        hub: Arc::new(settings.hub(bank)?),
        bank: our_bank(bank),
        clock: system_clock(),
        entropy: system_entropy(),
    })
}
