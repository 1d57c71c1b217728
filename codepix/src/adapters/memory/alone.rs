//! A hub of one instance.

use crate::application::{Instances, TransferFeed};
use async_trait::async_trait;
use std::future::pending;

/// Nobody else is there to be shown anything.
pub struct Alone;

#[async_trait]
impl Instances for Alone {
    async fn link(&self, _feed: TransferFeed, _name: u64) {
        pending().await
    }
}
