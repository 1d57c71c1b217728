//! The lines of all files as a stock from which each setting is taken once: what is missing, and what is left over, is an
//! error, but for secrets of others.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    str::FromStr,
};

use pix::BankCode;

use crate::{
    BanksError, Secret,
    error::Place,
    files::Files,
    lines::{self, Line},
};

pub(crate) struct Settings<'a> {
    stock: BTreeMap<&'a str, Found<'a>>,
    folder: &'a Path,
}

struct Found<'a> {
    line: Line<'a>,
    file: &'a str,
    /// In the banks file, which everybody reads.
    public: bool,
}

impl<'a> Settings<'a> {
    pub(crate) fn read(files: &'a Files) -> Result<Settings<'a>, BanksError> {
        let mut stock = BTreeMap::<_, Found<'a>>::new();
        for (text, number) in files.texts.iter().zip(0..) {
            let lines = lines::read(&text.text).map_err(|(line, reason)| BanksError::Line {
                file: text.name.clone(),
                line,
                reason,
            })?;
            for line in lines {
                let second = Found { line, file: &text.name, public: number == 0 };
                match stock.get(second.line.key) {
                    None => drop(stock.insert(second.line.key, second)),
                    Some(first) => first.agrees_with(&second)?,
                }
            }
        }
        Ok(Settings { stock, folder: &files.folder })
    }

    /// The keys not yet taken, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.stock.keys().copied()
    }

    /// The codes of all lines `BANK_nnn_…` of the banks file, so that a bank whose name was forgotten is missed rather than
    /// passed over.
    pub(crate) fn bank_codes(&self) -> BTreeSet<BankCode> {
        let public = self.stock.iter().filter(|(_, found)| found.public);
        public.filter_map(|(key, _)| key.strip_prefix("BANK_")?.split('_').next()?.parse().ok()).collect()
    }

    /// Takes a value that `T` can read.
    pub(crate) fn value<T: FromStr<Err: ToString>>(&mut self, key: &str) -> Result<T, BanksError> {
        let found = self.stock.remove(key).ok_or_else(|| BanksError::Missing { key: key.to_owned() })?;
        found.line.value.parse().map_err(|error: T::Err| found.wrong(error.to_string()))
    }

    /// Takes a value that may be left out.
    pub(crate) fn value_if_any<T: FromStr<Err: ToString>>(
        &mut self,
        key: &str,
    ) -> Result<Option<T>, BanksError> {
        self.stock.contains_key(key).then(|| self.value(key)).transpose()
    }

    /// Takes a secret, from the line itself or from the file that `…_FILE` names.
    pub(crate) fn secret(&mut self, key: &str, rule: SecretRule) -> Result<Secret, BanksError> {
        let file_key = format!("{key}_FILE");
        let (found, secret) = match (self.stock.remove(key), self.stock.remove(file_key.as_str())) {
            (None, None) => {
                return Err(BanksError::NoSecret { key: key.to_owned(), file: own_file(key) });
            }
            (Some(found), None) => {
                let secret = found.line.value.to_owned();
                (found, secret)
            }
            (None, Some(found)) => {
                let path = self.folder.join(found.line.value);
                let secret = std::fs::read_to_string(&path)
                    .map_err(|error| found.wrong(format!("cannot read {}: {error}", path.display())))?;
                (found, secret.trim_end_matches(['\r', '\n']).to_owned())
            }
            (Some(found), Some(_)) => return Err(found.wrong(format!("{file_key} is set too; remove one"))),
        };
        rule.check(&secret).map_err(|reason| found.wrong(reason.to_owned()))?;
        Ok(Secret::new(secret))
    }

    /// As [`Settings::secret`], where there is one.
    pub(crate) fn secret_if_any(
        &mut self,
        key: &str,
        rule: SecretRule,
    ) -> Result<Option<Secret>, BanksError> {
        let there = self.stock.contains_key(key) || self.stock.contains_key(format!("{key}_FILE").as_str());
        there.then(|| self.secret(key, rule)).transpose()
    }

    /// Every line must have been taken, or be a secret of somebody else's.
    pub(crate) fn finish(self) -> Result<(), BanksError> {
        match self.stock.into_values().find(|found| !is_secret(found.line.key)) {
            None => Ok(()),
            Some(found) => Err(BanksError::Unknown { key: found.line.key.to_owned(), place: found.place() }),
        }
    }
}

impl Found<'_> {
    fn place(&self) -> Place {
        Place { file: self.file.to_owned(), line: self.line.number }
    }

    fn wrong(&self, reason: String) -> BanksError {
        BanksError::Wrong { key: self.line.key.to_owned(), place: self.place(), reason }
    }

    /// A secret that two share stands in the files of both.
    fn agrees_with(&self, second: &Self) -> Result<(), BanksError> {
        let key = self.line.key.to_owned();
        let (first, second_place) = (self.place(), second.place());
        if self.public || self.file == second.file || !is_secret(&key) {
            Err(BanksError::Twice { key, first, second: second_place })
        } else if self.line.value != second.line.value {
            Err(BanksError::Differs { key, first, second: second_place })
        } else {
            Ok(())
        }
    }
}

/// Where a secret belongs.
fn own_file(key: &str) -> String {
    let owner = match key.split('_').collect::<Vec<_>>()[..] {
        ["BANK", code, ..] => format!("bank-{code}"),
        ["CODEPIX", ..] => "codepix".to_owned(),
        [server, ..] => server.to_ascii_lowercase(),
        [] => String::new(),
    };
    format!("secrets/{owner}.env")
}

/// Is that the name of a secret, whoever's?
fn is_secret(key: &str) -> bool {
    let key = key.strip_suffix("_FILE").unwrap_or(key);
    let of_bank = key.strip_prefix("BANK_").and_then(|rest| rest.split_once('_'));
    match (of_bank, key.strip_prefix("CODEPIX_")) {
        (Some((code, name)), _) => {
            code.parse::<BankCode>().is_ok()
                && ["DATABASE_PASSWORD", "KAFKA_PASSWORD", "HUB_TOKEN", "PIN_KEY", "ADMIN_TOKEN"]
                    .contains(&name)
        }
        (None, Some(name)) => ["DATABASE_PASSWORD", "KAFKA_PASSWORD", "ADMIN_TOKEN"].contains(&name),
        (None, None) => ["POSTGRES_PASSWORD", "KAFKA_BROKER_PASSWORD", "STAGE_KAFKA_PASSWORD"].contains(&key),
    }
}

/// Where a secret will stand, and so what it may hold.
#[derive(Clone, Copy)]
pub(crate) enum SecretRule {
    /// In a URL (encoded) or an HMAC: any visible text.
    Text,
    /// In an HTTP header or the broker's list of users, where quotes, semicolons and commas have meaning.
    Token,
}

impl SecretRule {
    fn check(self, secret: &str) -> Result<(), &'static str> {
        if secret.is_empty() {
            return Err("it is empty; put a secret there");
        }
        if secret.chars().any(char::is_control) {
            return Err("it holds a line break or another invisible character");
        }
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        match self {
            SecretRule::Token if !secret.bytes().all(plain) => Err("use only letters, digits and -._~"),
            SecretRule::Token | SecretRule::Text => Ok(()),
        }
    }
}
