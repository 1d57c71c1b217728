//! A hub that is away. To send and receive Pix never asks it.

use crate::application::{Entry, EntryPage, Hub, HubError, Registration};
use async_trait::async_trait;
use pix::PixKey;
use uuid::Uuid;

/// It is never reached.
pub struct NoHub;

fn away<T>() -> Result<T, HubError> {
    Err(HubError::NotReached("it is away".into()))
}

#[async_trait]
impl Hub for NoHub {
    async fn register(&self, _registration: &Registration) -> Result<Entry, HubError> {
        away()
    }

    async fn find(&self, _key: &PixKey) -> Result<Option<Entry>, HubError> {
        away()
    }

    async fn code_url(&self, _host: &str) -> Result<Option<String>, HubError> {
        away()
    }

    async fn list(&self, _after: &str, _limit: i32) -> Result<EntryPage, HubError> {
        away()
    }

    async fn remove(&self, _key: &PixKey, _entry_id: Uuid) -> Result<(), HubError> {
        away()
    }
}
