//! The payee of a key, and the draft of a Pix to them.

use super::{Draft, PayeeFacts};
use crate::format::{initials, key_as_written, tax_id_label};
use bank_contract::PayeeJson;
use pix::PixKey;

pub fn payee_facts(payee: &PayeeJson) -> PayeeFacts {
    PayeeFacts {
        entry_id: payee.entry_id.to_string(),
        name: payee.name.clone(),
        initials: initials(&payee.name),
        tax_id_label: tax_id_label(&payee.tax_id_masked).to_owned(),
        tax_id: payee.tax_id_masked.clone(),
        bank: payee.bank.name.clone(),
    }
}

/// What is known before the amount.
pub fn draft(key: &PixKey, payee: Option<&PayeeJson>) -> Draft {
    Draft {
        key: key.as_str().to_owned(),
        key_shown: key_as_written(key),
        entry: payee.map(|payee| payee.entry_id.to_string()).unwrap_or_default(),
        payee: payee.map(payee_facts),
        ..Draft::default()
    }
}
