//! Charges of other banks, as JSON.

use crate::{
    application::{FoundCharge, LocationError, Locations},
    domain::ChargeStatus,
};
use async_trait::async_trait;
use bank_contract::{ChargeStatusJson, LocationJson};
use pix::{Cents, Description, Location, PixKey};
use reqwest::{Client, Response, StatusCode, header::ACCEPT, redirect::Policy};
use std::time::Duration;

/// How long another bank may take.
const ANSWER_MAX: Duration = Duration::from_secs(3);
/// A charge takes less than one of it.
const BYTES_MAX: usize = 64 << 10;

/// Over HTTP; follows no redirect.
#[derive(Clone, Default)]
pub struct HttpLocations {
    /// Made when it is first needed.
    client: std::sync::OnceLock<Client>,
}

impl HttpLocations {
    fn client(&self) -> Result<Client, LocationError> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let client = Client::builder().redirect(Policy::none()).timeout(ANSWER_MAX).no_proxy().build();
        let client = client.map_err(|error| LocationError::Away(error.to_string()))?;
        Ok(self.client.get_or_init(|| client).clone())
    }
}

#[async_trait]
impl Locations for HttpLocations {
    async fn fetch(&self, url: &str, location: &Location) -> Result<FoundCharge, LocationError> {
        let away = |error: reqwest::Error| LocationError::Away(error.without_url().to_string());
        let request =
            self.client()?.get(format!("{url}{}", location.path())).header(ACCEPT, "application/json");
        let answer = request.send().await.map_err(away)?;
        match answer.status() {
            StatusCode::OK => charge(&bounded(answer).await?),
            StatusCode::NOT_FOUND => Err(LocationError::Nothing),
            other => Err(LocationError::Away(format!("it answers {other}"))),
        }
    }
}

async fn bounded(mut answer: Response) -> Result<Vec<u8>, LocationError> {
    let mut bytes = Vec::new();
    while let Some(chunk) =
        answer.chunk().await.map_err(|error| LocationError::Away(error.without_url().to_string()))?
    {
        if bytes.len() + chunk.len() > BYTES_MAX {
            return Err(LocationError::Unreadable("it is larger than 64 KiB".into()));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn charge(json: &[u8]) -> Result<FoundCharge, LocationError> {
    let unreadable = |what: &str| LocationError::Unreadable(what.to_owned());
    let said: LocationJson =
        serde_json::from_slice(json).map_err(|_| unreadable("it is not JSON of a charge"))?;
    let amount = said.amount_cents.map(Cents::new);
    if amount.is_some_and(|amount| !amount.is_positive()) {
        return Err(unreadable("its amount is none"));
    }
    Ok(FoundCharge {
        status: match said.status {
            ChargeStatusJson::Open => ChargeStatus::Open,
            ChargeStatusJson::Paid => ChargeStatus::Paid,
            ChargeStatusJson::Expired => ChargeStatus::Expired,
            ChargeStatusJson::Removed => ChargeStatus::Removed,
        },
        key: PixKey::detect(&said.key).map_err(|_| unreadable("its key is none"))?,
        txid: said.txid.parse().map_err(|_| unreadable("its txid is none"))?,
        amount,
        description: Description::parse(&said.description).map_err(|_| unreadable("its description"))?,
        expires_at: said.expires_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_charge_is_not_read() {
        let sound = r#"{"status":"open","key":"bia@example.com","txid":"C7","amount_cents":500,"description":"","payee":"Bia"}"#;
        assert_eq!(charge(sound.as_bytes()).unwrap().amount, Some(Cents::new(500)));
        for (from, to) in
            [("500", "0"), ("500", "-1"), ("bia@", "bia"), ("C7", ""), ("open", "late"), ("{", "[")]
        {
            let wrong = sound.replacen(from, to, 1);
            assert!(matches!(charge(wrong.as_bytes()), Err(LocationError::Unreadable(_))), "{wrong}");
        }
    }
}
