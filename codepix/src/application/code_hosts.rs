//! Whose codes lead where, by the banks file: a bank asks for a charge there and nowhere else.

use pix::BankCode;
use std::collections::HashMap;

/// The hosts of all banks.
#[derive(Debug, Default)]
pub struct CodeHosts(HashMap<String, (BankCode, String)>);

impl CodeHosts {
    /// Of each bank the host, and the URL behind it.
    pub fn new(hosts: impl IntoIterator<Item = (BankCode, String, String)>) -> Self {
        Self(hosts.into_iter().map(|(bank, host, url)| (host, (bank, url))).collect())
    }

    /// The bank of `host`, and the URL behind it.
    pub fn find(&self, host: &str) -> Option<(BankCode, &str)> {
        self.0.get(host).map(|(bank, url)| (*bank, url.as_str()))
    }
}
