//! What can be wrong with `banks.env`. Every text names the line to mend; none shows a secret.

use std::path::PathBuf;

use pix::BankCode;

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum BanksError {
    #[error("cannot read {}: {source}; start in the repository's root, or set BANKS_FILE", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("line {line} of banks.env is not readable: {reason}")]
    Line { line: usize, reason: &'static str },
    #[error("{key} stands twice in banks.env, in lines {first} and {second}: remove one")]
    Twice { key: String, first: usize, second: usize },
    #[error("{key} is missing in banks.env")]
    Missing { key: String },
    #[error("{key} in line {line} of banks.env is wrong: {reason}")]
    Wrong { key: String, line: usize, reason: String },
    #[error("{key} in line {line} of banks.env is not a setting: correct its name, or remove it")]
    Unknown { key: String, line: usize },
    #[error("{first} and {second} in banks.env are the same: {reason}")]
    Clash { first: String, second: String, reason: &'static str },
    #[error("banks.env has no bank: add one, beginning with a line like BANK_001_NAME=\"Banco Ipê\"")]
    NoBanks,
    #[error(
        "there is no bank {code} in banks.env, which has {known}: add it, beginning with the line BANK_{code}_NAME=…"
    )]
    UnknownBank { code: BankCode, known: String },
}
