//! An order by code says the same as its code: no link and no form changes whom it pays, or how much.

use uuid::Uuid;

use super::context::SendContext;
use crate::input::{read_amount, static_code};

/// What a code says, as far as an order must agree with it.
pub struct Said {
    key: String,
    amount_cents: Option<i64>,
    /// Of a charge: how the bank knows what it has read.
    pub code_id: Option<Uuid>,
}

impl Said {
    pub fn fixes_the_amount(&self) -> bool {
        self.amount_cents.is_some()
    }
}

impl SendContext<'_> {
    /// What the code says: by itself, or by what the bank has read of its charge. None where it has to be read again.
    pub fn said_by(&self, code: &str) -> Option<Said> {
        if let Some(code) = static_code(code) {
            let amount_cents = code.amount.map(pix::Cents::get);
            return Some(Said { key: code.key.as_str().to_owned(), amount_cents, code_id: None });
        }
        let said = self.app.codes.recall(self.token, code)?;
        Some(Said { key: said.key?, amount_cents: said.amount_cents, code_id: said.code_id })
    }

    /// Whether `code` pays `key`, and leaves the amount open or asks for `amount`.
    pub fn pays(&self, code: &str, key: &str, amount: &str) -> bool {
        self.said_by(code).is_some_and(|said| {
            let same = |fixed| read_amount(amount).is_ok_and(|amount| amount.get() == fixed);
            said.key == key && said.amount_cents.is_none_or(same)
        })
    }
}
