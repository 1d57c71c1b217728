//! Whom a key would pay, as the four pages of a Pix show it.

use super::tax_id_label;
use crate::{model::PayeeFacts, server::api::PayeeJson, text::initials};

pub fn payee_facts(payee: &PayeeJson) -> PayeeFacts {
    PayeeFacts {
        entry_id: payee.entry_id.clone(),
        name: payee.name.clone(),
        initials: initials(&payee.name),
        tax_id_label: tax_id_label(&payee.tax_id_masked).to_owned(),
        tax_id: payee.tax_id_masked.clone(),
        bank: payee.bank.name.clone(),
    }
}
