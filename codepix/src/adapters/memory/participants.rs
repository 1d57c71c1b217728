//! Participants in memory.

use super::lock;
use crate::{
    application::{Enrolled, ParticipantError, ParticipantStore, TokenHash},
    domain::{Features, Participant},
};
use async_trait::async_trait;
use engine::Unavailable;
use pix::{BankCode, Ispb};
use std::sync::{Arc, Mutex};

/// The banks that take part.
#[derive(Default, Clone)]
pub struct MemoryParticipants(Arc<Mutex<Vec<Row>>>);

#[derive(Clone)]
struct Row {
    enrolled: Enrolled,
    /// What the banks file had when it was last read.
    of_file: Option<TokenHash>,
}

/// Puts one, as the database's constraints let it.
fn put(rows: &mut Vec<Row>, row: Row) -> Result<(), ParticipantError> {
    let Enrolled { bank, token, .. } = &row.enrolled;
    let clashes = |other: &Enrolled| {
        let (ispb, code) = (other.bank.ispb == bank.ispb, other.bank.code == bank.code);
        ispb != code || (!ispb && token.is_some() && other.token == *token)
    };
    if rows.iter().any(|other| clashes(&other.enrolled)) {
        return Err(ParticipantError::Clash(bank.code));
    }
    rows.retain(|other| other.enrolled.bank.ispb != bank.ispb);
    rows.push(row);
    rows.sort_by_key(|row| row.enrolled.bank.code);
    Ok(())
}

fn find(rows: &[Row], code: BankCode) -> Option<&Row> {
    rows.iter().find(|row| row.enrolled.bank.code == code)
}

#[async_trait]
impl ParticipantStore for MemoryParticipants {
    async fn all(&self) -> Result<Vec<Enrolled>, Unavailable> {
        Ok(lock(&self.0).iter().map(|row| row.enrolled.clone()).collect())
    }

    async fn put(&self, participant: &Participant, token: TokenHash) -> Result<(), ParticipantError> {
        let mut rows = lock(&self.0);
        let of_file = find(&rows, participant.code).and_then(|row| row.of_file);
        let features = find(&rows, participant.code).map(|row| row.enrolled.features.clone());
        let features = features.unwrap_or_default();
        let enrolled = Enrolled { bank: participant.clone(), token: Some(token), features };
        put(&mut rows, Row { enrolled, of_file })
    }

    async fn announce(&self, ispb: Ispb, features: &Features) -> Result<bool, Unavailable> {
        let mut rows = lock(&self.0);
        let found = rows.iter_mut().find(|row| row.enrolled.bank.ispb == ispb);
        Ok(found.map(|row| row.enrolled.features = features.clone()).is_some())
    }

    async fn revoke(&self, code: BankCode) -> Result<bool, Unavailable> {
        let mut rows = lock(&self.0);
        let found = rows.iter_mut().find(|row| row.enrolled.bank.code == code);
        Ok(found.map(|row| row.enrolled.token = None).is_some())
    }

    async fn enroll(&self, file: &[(Participant, TokenHash)]) -> Result<(), ParticipantError> {
        let mut present = lock(&self.0);
        let mut rows = present.clone();
        let gone = |row: &Row| !file.iter().any(|(bank, _)| bank.ispb == row.enrolled.bank.ispb);
        for row in rows.iter_mut().filter(|row| row.of_file.is_some() && gone(row)) {
            row.of_file = None;
            row.enrolled.token = None;
        }
        for (bank, token) in file {
            let features = find(&rows, bank.code).map(|row| row.enrolled.features.clone());
            let before = find(&rows, bank.code).filter(|row| row.of_file == Some(*token));
            let token_now = before.map_or(Some(*token), |row| row.enrolled.token);
            let features = features.unwrap_or_default();
            let enrolled = Enrolled { bank: bank.clone(), token: token_now, features };
            put(&mut rows, Row { enrolled, of_file: Some(*token) })?;
        }
        *present = rows;
        Ok(())
    }
}
