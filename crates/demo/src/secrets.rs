//! Secrets for a system that lasts as long as its process: made up at the start, written nowhere.

use banks::{Banks, BanksError};
use engine::system_entropy;
use std::{collections::BTreeSet, path::Path};

/// The banks of the repository, for whoever starts this somewhere else.
const BUILT_IN: &str = include_str!("../../../banks.env");
const OF_BANKS: [&str; 5] = ["DATABASE_PASSWORD", "KAFKA_PASSWORD", "HUB_TOKEN", "PIN_KEY", "ADMIN_TOKEN"];
const OF_OTHERS: [&str; 5] = [
    "CODEPIX_DATABASE_PASSWORD",
    "CODEPIX_KAFKA_PASSWORD",
    "CODEPIX_ADMIN_TOKEN",
    "POSTGRES_PASSWORD",
    "KAFKA_BROKER_PASSWORD",
];

/// The banks of `file`, else of the file where this was started, else those built in; with secrets that nobody knows.
///
/// # Errors
/// The file that cannot be read, or the line of it that is wrong.
pub fn banks(file: Option<&Path>) -> Result<Banks, BanksError> {
    let here = Path::new("banks.env");
    let text = match file.or_else(|| here.exists().then_some(here)) {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|source| BanksError::Unreadable { path: path.to_owned(), source })?,
        None => BUILT_IN.to_owned(),
    };
    Banks::parse(&with_secrets(&text))
}

/// Secrets of the file itself are its own; the rest is drawn.
fn with_secrets(text: &str) -> String {
    let set: BTreeSet<_> = text.lines().filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
    let banks = set.iter().filter_map(|key| key.strip_prefix("BANK_")?.strip_suffix("_NAME"));
    let of_banks = banks.flat_map(|code| OF_BANKS.map(|secret| format!("BANK_{code}_{secret}")));
    let missing = of_banks.chain(OF_OTHERS.map(str::to_owned));
    let missing =
        missing.filter(|key| !set.contains(key.as_str()) && !set.contains(format!("{key}_FILE").as_str()));
    let draw = system_entropy();
    let drawn =
        missing.map(|key| format!("\n{key}={:016x}{:016x}{:016x}{:016x}", draw(), draw(), draw(), draw()));
    text.to_owned() + &drawn.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_starts_have_the_same_secrets_and_no_two_banks_in_one() {
        let (one, other) = (Banks::parse(&with_secrets(BUILT_IN)), Banks::parse(&with_secrets(BUILT_IN)));
        let tokens =
            |banks: Banks| banks.banks.iter().map(|bank| bank.hub_token.expose().to_owned()).collect();
        let (one, other): (BTreeSet<_>, BTreeSet<_>) = (tokens(one.unwrap()), tokens(other.unwrap()));
        assert_eq!(one.len(), 2);
        assert!(one.is_disjoint(&other));
    }
}
