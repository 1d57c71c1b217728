//! What the bank said of a code in the last minutes. The pages of a payment share one reading, and none takes an amount or a
//! payee from its address, where a link could forge it. Lost with the process; then the code is read again.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::bank_api::Token;
use bank_contract::CodeJson;

/// The bank itself keeps a charge that was read for half an hour.
const KEPT: Duration = Duration::from_secs(25 * 60);
/// When there are as many, all are dropped.
const AT_MOST: usize = 10_000;

#[derive(Default)]
pub struct CodeCache(Mutex<HashMap<(Token, String), (CodeJson, Instant)>>);

impl CodeCache {
    pub fn remember(&self, token: &Token, code: &CodeJson) {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if codes.len() >= AT_MOST {
            codes.clear();
        }
        codes.insert((token.clone(), code.code.clone()), (code.clone(), Instant::now()));
    }

    pub fn recall(&self, token: &Token, code: &str) -> Option<CodeJson> {
        let codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (said, at) = codes.get(&(token.clone(), code.to_owned()))?;
        (at.elapsed() < KEPT).then(|| said.clone())
    }
}
