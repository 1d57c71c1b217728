//! What every step of a Pix needs: the request, the session, and the lookup of a key.

use bank_contract::{PayeeJson, problem};
use pix::{KeyKind, PixKey};

use crate::server::{
    AppState, PageRequest,
    bank_api::{Problem, Token},
};

pub struct SendContext<'a> {
    pub app: &'a AppState,
    pub request: &'a PageRequest,
    pub token: &'a Token,
}

/// What the directory answers for a key.
pub enum PayeeLookup {
    Found(PayeeJson),
    /// The directory cannot be asked.
    Unavailable,
    /// With the text that says why.
    Refused(&'static str),
}

impl SendContext<'_> {
    /// `known`: an answer of the last minutes will do.
    pub async fn payee(&self, key: &PixKey, known: bool) -> Result<PayeeLookup, Problem> {
        let lang = self.request.lang;
        let payees = &self.app.payees;
        if known && let Some(payee) = payees.recall(self.token, key.as_str()) {
            return Ok(PayeeLookup::Found(payee));
        }
        match self.app.bank.look_up(self.token, key.as_str()).await {
            Ok(payee) => {
                payees.remember(self.token, &payee);
                Ok(PayeeLookup::Found(payee))
            }
            Err(problem) => match problem.word.as_str() {
                problem::UNAVAILABLE => Ok(PayeeLookup::Unavailable),
                problem::NOT_FOUND if matches!(key.kind(), KeyKind::Email | KeyKind::Random) => {
                    Ok(PayeeLookup::Refused(lang.say("send.err.notfound")))
                }
                problem::NOT_FOUND => Ok(PayeeLookup::Refused(lang.say("send.err.notfound.digits"))),
                problem::TOO_MANY_LOOKUPS => Ok(PayeeLookup::Refused(lang.say("send.err.limited"))),
                problem::INCOMPLETE_ORDER | problem::INVALID_FIELD | problem::MALFORMED => {
                    Ok(PayeeLookup::Refused(lang.say("send.err.format")))
                }
                _ => Err(problem),
            },
        }
    }
}
