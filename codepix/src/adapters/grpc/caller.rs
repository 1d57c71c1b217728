//! Who calls, by the `authorization` of a call.

use super::{Hub, status};
use crate::{
    application::{Caller, bearer},
    domain::Participant,
};
use tonic::{Status, metadata::MetadataMap};

impl Hub {
    /// The bank that calls.
    pub(super) async fn bank(&self, metadata: &MetadataMap) -> Result<Participant, Status> {
        self.authenticator.bank(token(metadata)).await.map_err(status::auth_error)
    }

    /// Ends when the token of this call was replaced or revoked.
    pub(super) fn token_ends(&self, metadata: &MetadataMap) -> impl Future<Output = ()> + Send + use<> {
        self.app.participants.token_ends(token(metadata).unwrap_or_default())
    }

    /// A bank or the administration.
    pub(super) async fn anybody(&self, metadata: &MetadataMap) -> Result<Caller, Status> {
        self.authenticator.anybody(token(metadata)).await.map_err(status::auth_error)
    }

    /// Succeeds for the administration.
    pub(super) async fn administration(&self, metadata: &MetadataMap) -> Result<(), Status> {
        self.authenticator.administration(token(metadata)).await.map_err(status::auth_error)
    }
}

fn token(metadata: &MetadataMap) -> Option<&str> {
    bearer(metadata.get("authorization")?.to_str().ok()?)
}
