//! The payees that the directory named for a key in the last minutes. The four pages of a Pix share one lookup, and
//! none takes a name from its address, where a link could forge it. Lost with the process; then the key is looked up
//! again.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::bank_api::Token;
use bank_contract::PayeeJson;

const KEPT: Duration = Duration::from_secs(15 * 60);
/// When there are as many, all are dropped.
const AT_MOST: usize = 10_000;

#[derive(Default)]
pub struct PayeeCache(Mutex<HashMap<(Token, String), (PayeeJson, Instant)>>);

impl PayeeCache {
    pub fn remember(&self, token: &Token, payee: &PayeeJson) {
        let mut payees = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if payees.len() >= AT_MOST {
            payees.clear();
        }
        payees.insert((token.clone(), payee.key.clone()), (payee.clone(), Instant::now()));
    }

    pub fn recall(&self, token: &Token, key: &str) -> Option<PayeeJson> {
        let payees = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (payee, at) = payees.get(&(token.clone(), key.to_owned()))?;
        (at.elapsed() < KEPT).then(|| payee.clone())
    }
}
