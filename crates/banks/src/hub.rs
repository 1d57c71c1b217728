//! What the hub needs to know, and the names that follow from being the hub.

use std::path::Path;

use pix::{BankCode, Ispb};

use crate::{
    BanksError, Face, Secret,
    files::{Files, Whose},
    settings::{
        SecretRule::{Text, Token},
        Settings,
    },
    url,
};

/// The hub as it knows itself, and who takes part.
#[derive(Clone, Debug)]
pub struct Hub {
    pub hub: HubSettings,
    /// Ordered by code; at least one.
    pub banks: Vec<Member>,
}

/// A bank as the hub knows it.
#[derive(Clone, Debug)]
pub struct Member {
    pub code: BankCode,
    pub ispb: Ispb,
    pub name: String,
    /// Whose codes lead to it, and where their charges are asked for.
    pub code_host: String,
    pub code_url: String,
    /// By this bearer token the hub knows it.
    pub hub_token: Secret,
}

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

impl Hub {
    /// Reads it from the banks file at `path` and `secrets/codepix.env` beside it, and nobody else's secrets.
    pub fn load(path: &Path) -> Result<Hub, BanksError> {
        let files = Files::load(path, Whose::Hubs)?;
        let mut settings = Settings::read(&files)?;
        let faces = Face::all(&mut settings)?;
        let hub = HubSettings::take(&mut settings)?;
        let members = faces.into_iter().map(|face| Member::take(&mut settings, face));
        let banks = members.collect::<Result<_, _>>()?;
        settings.finish()?;
        Ok(Hub { hub, banks })
    }
}

impl Member {
    fn take(settings: &mut Settings<'_>, face: Face) -> Result<Member, BanksError> {
        let hub_token = settings.secret(&format!("BANK_{}_HUB_TOKEN", face.code), Token)?;
        let Face { code, ispb, name, code_host, code_url, .. } = face;
        Ok(Member { code, ispb, name, code_host, code_url, hub_token })
    }
}

impl HubSettings {
    pub const DATABASE_ROLE: &str = "codepix";
    pub const KAFKA_USER: &str = "codepix";

    pub(crate) fn take(settings: &mut Settings<'_>) -> Result<HubSettings, BanksError> {
        Ok(HubSettings {
            database_password: settings.secret("CODEPIX_DATABASE_PASSWORD", Text)?,
            kafka_password: settings.secret("CODEPIX_KAFKA_PASSWORD", Token)?,
            admin_token: settings.secret("CODEPIX_ADMIN_TOKEN", Token)?,
        })
    }

    /// The role, and the database of the same name.
    pub fn database_role(&self) -> &'static str {
        Self::DATABASE_ROLE
    }

    /// Its database at `postgres_addr` (`host:port`, or `/directory:port` of its socket), password included.
    pub fn database_url(&self, postgres_addr: &str) -> String {
        url::postgres(postgres_addr, Self::DATABASE_ROLE, &self.database_password, Self::DATABASE_ROLE)
    }

    /// Broker user, and consumer group of the same name.
    pub fn kafka_user(&self) -> &'static str {
        Self::KAFKA_USER
    }
}
