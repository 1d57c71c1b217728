//! Participants as rows.

use crate::{
    application::{ParticipantError, ParticipantStore, TokenHash},
    domain::Participant,
};
use async_trait::async_trait;
use messaging::{Unavailable, postgres::unavailable};
use sqlx::PgPool;

/// The banks that take part.
pub struct PostgresParticipants(pub PgPool);

#[async_trait]
impl ParticipantStore for PostgresParticipants {
    async fn all(&self) -> Result<Vec<(Participant, TokenHash)>, Unavailable> {
        let rows = sqlx::query!("select ispb, code, name, token_hash from participants order by code")
            .fetch_all(&self.0)
            .await
            .map_err(unavailable)?;
        rows.into_iter()
            .map(|row| {
                let (code, ispb) = (row.code.parse().ok()?, row.ispb.parse().ok()?);
                Some((Participant { code, ispb, name: row.name }, row.token_hash.try_into().ok()?))
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
        )
        .execute(&self.0)
        .await;
        match written {
            Ok(done) if done.rows_affected() == 1 => Ok(()),
            Ok(_) => Err(ParticipantError::Clash),
            Err(error) if error.as_database_error().is_some_and(|e| e.is_unique_violation()) => {
                Err(ParticipantError::Clash)
            }
            Err(error) => Err(unavailable(error).into()),
        }
    }
}
