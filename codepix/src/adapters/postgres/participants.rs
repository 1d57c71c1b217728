//! Participants as rows.

use crate::{
    application::{Enrolled, ParticipantError, ParticipantStore, TokenHash},
    domain::{Features, Participant},
};
use async_trait::async_trait;
use engine::Unavailable;
use outbox::postgres::unavailable;
use pix::{BankCode, Ispb};
use sqlx::{PgPool, postgres::PgQueryResult};

/// The banks that take part.
pub struct PostgresParticipants(pub PgPool);

#[async_trait]
impl ParticipantStore for PostgresParticipants {
    async fn all(&self) -> Result<Vec<Enrolled>, Unavailable> {
        let rows =
            sqlx::query!("select ispb, code, name, token_hash, features from participants order by code")
                .fetch_all(&self.0)
                .await
                .map_err(unavailable)?;
        rows.into_iter()
            .map(|row| {
                let (code, ispb) = (row.code.parse().ok()?, row.ispb.parse().ok()?);
                let token = row.token_hash.map(TryInto::try_into).transpose().ok()?;
                // A name that another instance knows, and this one does not yet.
                let features = row.features.iter().filter_map(|name| name.parse().ok()).collect();
                Some(Enrolled { bank: Participant { code, ispb, name: row.name }, token, features })
            })
            .collect::<Option<_>>()
            .ok_or_else(|| Unavailable("a participant's row cannot be read".into()))
    }

    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError> {
        let written = sqlx::query!(
            "insert into participants (ispb, code, name, token_hash) values ($1, $2, $3, $4)
             on conflict (ispb) do update set name = excluded.name, token_hash = excluded.token_hash
             where participants.code = excluded.code",
            participant.ispb.as_str(),
            participant.code.as_str(),
            participant.name,
            &token,
        );
        one(participant, written.execute(&self.0).await)
    }

    async fn announce(&self, ispb: Ispb, features: &Features) -> Result<bool, Unavailable> {
        let names: Vec<_> = features.iter().map(|feature| feature.as_str().to_owned()).collect();
        let announced =
            sqlx::query!("update participants set features = $2 where ispb = $1", ispb.as_str(), &names);
        Ok(announced.execute(&self.0).await.map_err(unavailable)?.rows_affected() == 1)
    }

    async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable> {
        let revoked =
            sqlx::query!("update participants set token_hash = null where code = $1", code.as_str());
        Ok(revoked.execute(&self.0).await.map_err(unavailable)?.rows_affected() == 1)
    }

    async fn enroll(&self, file: &[(Participant, TokenHash)]) -> Result<(), ParticipantError> {
        let mut transaction = self.0.begin().await.map_err(unavailable)?;
        let there: Vec<_> = file.iter().map(|(bank, _)| bank.ispb.to_string()).collect();
        sqlx::query!(
            "update participants set token_hash = null, file_token_hash = null
             where file_token_hash is not null and ispb <> all($1)",
            &there,
        )
        .execute(&mut *transaction)
        .await
        .map_err(unavailable)?;
        for (bank, token) in file {
            let written = sqlx::query!(
                "insert into participants (ispb, code, name, token_hash, file_token_hash)
                 values ($1, $2, $3, $4, $4)
                 on conflict (ispb) do update set name = excluded.name, file_token_hash = excluded.file_token_hash,
                     token_hash = case when participants.file_token_hash = excluded.file_token_hash
                         then participants.token_hash else excluded.token_hash end
                 where participants.code = excluded.code",
                bank.ispb.as_str(),
                bank.code.as_str(),
                bank.name,
                token,
            );
            one(bank, written.execute(&mut *transaction).await)?;
        }
        Ok(transaction.commit().await.map_err(unavailable)?)
    }
}

/// One row was written, or the constraints said no.
fn one(bank: &Participant, written: Result<PgQueryResult, sqlx::Error>) -> Result<(), ParticipantError> {
    match written {
        Ok(done) if done.rows_affected() == 1 => Ok(()),
        Ok(_) => Err(ParticipantError::Clash(bank.code)),
        Err(error) if error.as_database_error().is_some_and(|e| e.is_unique_violation()) => {
            Err(ParticipantError::Clash(bank.code))
        }
        Err(error) => Err(unavailable(error).into()),
    }
}
