//! What the hub needs of `banks.env`, and the names that follow from being the hub.

use crate::{Secret, url};

/// The hub's own secrets.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// Of the role [`HubSettings::DATABASE_ROLE`].
    pub database_password: Secret,
    /// Of the broker user [`HubSettings::KAFKA_USER`].
    pub kafka_password: Secret,
    /// Bearer token of administration, over gRPC and REST; no bank's token opens it.
    pub admin_token: Secret,
}

impl HubSettings {
    pub const DATABASE_ROLE: &str = "codepix";
    pub const KAFKA_USER: &str = "codepix";

    /// The role, and the database of the same name.
    pub fn database_role(&self) -> &'static str {
        Self::DATABASE_ROLE
    }

    /// Its database at `postgres_addr` (`host:port`), password included.
    pub fn database_url(&self, postgres_addr: &str) -> String {
        url::postgres(postgres_addr, Self::DATABASE_ROLE, &self.database_password, Self::DATABASE_ROLE)
    }

    /// Broker user, and consumer group of the same name.
    pub fn kafka_user(&self) -> &'static str {
        Self::KAFKA_USER
    }
}
