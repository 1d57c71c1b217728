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
        self.authenticator.bank(token(metadata)).await.map_err(status::denied)
    }

    /// Ends when the token that `metadata` carries is nobody's any more.
    pub(super) fn token_ends(&self, metadata: &MetadataMap) -> impl Future<Output = ()> + Send + use<> {
        self.app.participants.token_ends(token(metadata).unwrap_or_default())
    }

    /// A bank or the administration.
    pub(super) async fn anybody(&self, metadata: &MetadataMap) -> Result<Caller, Status> {
        self.authenticator.anybody(token(metadata)).await.map_err(status::denied)
    }

    /// Lets only the administration go on.
    pub(super) async fn administration(&self, metadata: &MetadataMap) -> Result<(), Status> {
        self.authenticator.administration(token(metadata)).await.map_err(status::denied)
    }
}

fn token(metadata: &MetadataMap) -> Option<&str> {
    bearer(metadata.get("authorization")?.to_str().ok()?)
}
