//! The charge that a dynamic code leads to: this bank's own, or of a bank that the hub names. Nobody else is asked.

use super::{CodeRefusal, Codes};
use crate::{
    application::{
        charges::ChargeRefusal,
        ports::{FoundCharge, HubError, LocationError},
    },
    domain::ChargeStatus,
};
use pix::{Description, Location};

impl Codes {
    /// As it stands, if it can be paid.
    pub(super) async fn charge(&self, location: &Location) -> Result<FoundCharge, CodeRefusal> {
        let found = if location.host() == self.ports.host {
            self.own(location).await?
        } else {
            self.of_another(location).await?
        };
        match found.status {
            ChargeStatus::Open => Ok(found),
            ChargeStatus::Paid => Err(CodeRefusal::Paid),
            ChargeStatus::Expired => Err(CodeRefusal::Expired),
            ChargeStatus::Removed => Err(CodeRefusal::Removed),
        }
    }

    async fn own(&self, location: &Location) -> Result<FoundCharge, CodeRefusal> {
        let token = location.token().ok_or(CodeRefusal::NoCharge)?;
        let (charge, status) = match self.ports.charging.of_token(token).await {
            Ok(found) => found,
            Err(ChargeRefusal::Unavailable(unavailable)) => return Err(unavailable.into()),
            Err(_) => return Err(CodeRefusal::NoCharge),
        };
        Ok(FoundCharge {
            status,
            key: charge.key,
            txid: charge.txid,
            amount: charge.amount,
            description: Description::parse(&charge.description).unwrap_or_default(),
            expires_at: charge.expires_at,
        })
    }

    async fn of_another(&self, location: &Location) -> Result<FoundCharge, CodeRefusal> {
        let url = match self.ports.hub.code_url(location.host()).await {
            Ok(Some(url)) => url,
            Ok(None) | Err(HubError::Refused(_)) => return Err(CodeRefusal::ForeignHost),
            Err(HubError::Unknown(why) | HubError::NotReached(why)) => {
                tracing::warn!("a code was not read: {why}");
                return Err(CodeRefusal::Away);
            }
        };
        match self.ports.locations.fetch(&url, location).await {
            Ok(found) => Ok(found),
            Err(LocationError::Nothing) => Err(CodeRefusal::NoCharge),
            Err(error @ (LocationError::Away(_) | LocationError::Unreadable(_))) => {
                tracing::warn!("a code was not read: {error}");
                Err(CodeRefusal::Away)
            }
        }
    }
}
