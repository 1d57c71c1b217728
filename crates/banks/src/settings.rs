//! The lines of the file as a stock from which each setting is taken once: what is missing, and what is left
//! over, is an error. It knows no setting by name.

use std::{collections::BTreeMap, path::Path, str::FromStr};

use crate::{
    BanksError, Secret,
    lines::{self, Line},
};

pub(crate) struct Settings<'a> {
    lines: BTreeMap<&'a str, Line<'a>>,
    /// Where the relative paths of `…_FILE` begin.
    folder: &'a Path,
}

impl<'a> Settings<'a> {
    pub(crate) fn read(text: &'a str, folder: &'a Path) -> Result<Settings<'a>, BanksError> {
        let mut stock = BTreeMap::new();
        for line in lines::read(text)? {
            let (key, second) = (line.key, line.number);
            if let Some(Line { number: first, .. }) = stock.insert(key, line) {
                return Err(BanksError::Twice { key: key.to_owned(), first, second });
            }
        }
        Ok(Settings { lines: stock, folder })
    }

    /// The keys not yet taken, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.lines.keys().copied()
    }

    /// Takes a value that `T` can read.
    pub(crate) fn value<T: FromStr<Err: ToString>>(&mut self, key: &str) -> Result<T, BanksError> {
        let line = self.lines.remove(key).ok_or_else(|| BanksError::Missing { key: key.to_owned() })?;
        line.value.parse().map_err(|error: T::Err| wrong(&line, error.to_string()))
    }

    /// Takes a secret, from the line itself or from the file that `…_FILE` names.
    pub(crate) fn secret(&mut self, key: &str, rule: SecretRule) -> Result<Secret, BanksError> {
        let file_key = format!("{key}_FILE");
        let (line, secret) = match (self.lines.remove(key), self.lines.remove(file_key.as_str())) {
            (None, None) => return Err(BanksError::Missing { key: key.to_owned() }),
            (Some(line), None) => {
                let secret = line.value.to_owned();
                (line, secret)
            }
            (None, Some(line)) => {
                let path = self.folder.join(line.value);
                let secret = std::fs::read_to_string(&path)
                    .map_err(|error| wrong(&line, format!("cannot read {}: {error}", path.display())))?;
                (line, secret.trim_end_matches(['\r', '\n']).to_owned())
            }
            (Some(line), Some(_)) => return Err(wrong(&line, format!("{file_key} is set too; remove one"))),
        };
        rule.check(&secret).map_err(|reason| wrong(&line, reason.to_owned()))?;
        Ok(Secret::new(secret))
    }

    /// Every line must have been taken.
    pub(crate) fn finish(self) -> Result<(), BanksError> {
        match self.lines.into_values().next() {
            None => Ok(()),
            Some(line) => Err(BanksError::Unknown { key: line.key.to_owned(), line: line.number }),
        }
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

fn wrong(line: &Line<'_>, reason: String) -> BanksError {
    BanksError::Wrong { key: line.key.to_owned(), line: line.number, reason }
}
