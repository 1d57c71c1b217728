//! What can be wrong with `banks.env` and the files of secrets. Every text names the line to mend; none shows a secret.

use std::path::PathBuf;

use pix::BankCode;

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum BanksError {
    #[error("cannot read {}: {source}; start in the repository's root, or set BANKS_FILE", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("line {line} of {file} is not readable: {reason}")]
    Line { file: String, line: usize, reason: &'static str },
    #[error("{key} stands twice, in line {first} and in line {second}: remove one")]
    Twice { key: String, first: Place, second: Place },
    #[error("{key} has two values, in line {first} and in line {second}: both sides need the same secret")]
    Differs { key: String, first: Place, second: Place },
    #[error("{key} is missing in banks.env")]
    Missing { key: String },
    #[error("{key} is missing in {file}: write it there, or let scripts/up make one")]
    NoSecret { key: String, file: String },
    #[error("{key} in line {place} is wrong: {reason}")]
    Wrong { key: String, place: Place, reason: String },
    #[error("{key} in line {place} is not a setting: correct its name, or remove it")]
    Unknown { key: String, place: Place },
    #[error("{first} and {second} are the same: {reason}")]
    Clash { first: String, second: String, reason: &'static str },
    #[error("banks.env has no bank: add one, beginning with a line like BANK_001_NAME=\"Banco Ipê\"")]
    NoBanks,
    #[error(
        "there is no bank {code} in banks.env, which has {known}: add it, beginning with the line BANK_{code}_NAME=…"
    )]
    UnknownBank { code: BankCode, known: String },
}

impl BanksError {
    pub(crate) fn unknown_bank(code: BankCode, known: impl Iterator<Item = BankCode>) -> Self {
        let known = known.map(|code| code.to_string()).collect::<Vec<_>>().join(", ");
        Self::UnknownBank { code, known }
    }
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.line, self.file)
    }
}
