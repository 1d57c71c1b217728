//! The code of a charge: it is made anew whenever it is asked for, and the same each time.

use super::ChargeRefusal;
use crate::domain::Charge;
use pix::{BrCode, Description, DynamicCode, Location, Merchant, StaticCode};

/// What codes of this bank say beside their charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMaker {
    /// Of the bank, since every code names one.
    pub city: String,
    /// Where dynamic codes lead to: `<host>/c/<token>`.
    pub host: String,
}

impl CodeMaker {
    /// The code of `charge`, whose account `holder` has.
    ///
    /// # Errors
    /// [`ChargeRefusal::Code`] where its amount or the bank's host does not fit into a code.
    pub fn code(&self, charge: &Charge, holder: &str) -> Result<String, ChargeRefusal> {
        let merchant = Merchant::new(holder, &self.city);
        let code = match &charge.token {
            Some(token) => {
                let location = Location::of_charge(&self.host, token);
                let location = location.map_err(|error| ChargeRefusal::Code(error.to_string()))?;
                BrCode::Dynamic(DynamicCode { location, merchant })
            }
            None => BrCode::Static(StaticCode {
                key: charge.key.clone(),
                amount: charge.amount,
                txid: Some(charge.txid.clone()),
                description: Description::parse(&charge.description)
                    .ok()
                    .filter(|words| !words.as_str().is_empty()),
                merchant,
            }),
        };
        code.encode().map_err(|error| ChargeRefusal::Code(error.to_string()))
    }
}
