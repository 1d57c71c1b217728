//! Which files somebody reads: `banks.env`, and beside it the one with the reader's own secrets. Whoever runs all of it
//! reads all.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use pix::BankCode;

use crate::BanksError;

/// Whose secrets are read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    Nobodys,
    Hubs,
    Banks(BankCode),
    All,
}

/// What stands in the files, the banks file first.
#[derive(Debug)]
pub(crate) struct Files {
    /// Where the relative paths of `…_FILE` begin.
    pub folder: PathBuf,
    pub texts: Vec<Text>,
}

#[derive(Debug)]
pub(crate) struct Text {
    /// As errors call the file: `banks.env`, `secrets/bank-001.env`.
    pub name: String,
    pub text: String,
}

impl Files {
    pub(crate) fn load(banks_file: &Path, whose: Whose) -> Result<Files, BanksError> {
        let folder = banks_file.parent().unwrap_or(Path::new("")).to_owned();
        let text = fs::read_to_string(banks_file);
        let text = text.map_err(|source| BanksError::Unreadable { path: banks_file.to_owned(), source })?;
        let mut texts = vec![Text { name: BANKS_FILE.to_owned(), text }];
        for name in secrets_of(whose, &folder)? {
            let path = folder.join(&name);
            match fs::read_to_string(&path) {
                Ok(text) => texts.push(Text { name, text }),
                // They may stand in the banks file, or in files that it names.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(source) => return Err(BanksError::Unreadable { path, source }),
            }
        }
        Ok(Files { folder, texts })
    }

    pub(crate) fn of_text(text: &str) -> Files {
        let text = Text { name: BANKS_FILE.to_owned(), text: text.to_owned() };
        Files { folder: PathBuf::new(), texts: vec![text] }
    }
}

const BANKS_FILE: &str = "banks.env";
const SECRETS: &str = "secrets";

/// In order of their names.
fn secrets_of(whose: Whose, folder: &Path) -> Result<Vec<String>, BanksError> {
    match whose {
        Whose::Nobodys => Ok(Vec::new()),
        Whose::Hubs => Ok(vec![format!("{SECRETS}/codepix.env")]),
        Whose::Banks(code) => Ok(vec![format!("{SECRETS}/bank-{code}.env")]),
        Whose::All => {
            let path = folder.join(SECRETS);
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries.collect::<Result<Vec<_>, _>>(),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
                Err(error) => Err(error),
            };
            let entries = entries.map_err(|source| BanksError::Unreadable { path, source })?;
            let names = entries.iter().filter_map(|entry| entry.file_name().into_string().ok());
            let mut names: Vec<_> =
                names.filter(|name| name.ends_with(".env")).map(|name| format!("{SECRETS}/{name}")).collect();
            names.sort_unstable();
            Ok(names)
        }
    }
}
