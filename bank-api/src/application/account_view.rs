//! An account as its holder sees it.

use crate::domain::{AccountId, BRANCH, OurBank};
use pix::{Cents, Party, TaxId};

/// What a holder sees of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    pub id: AccountId,
    pub name: String,
    pub tax_id: TaxId,
    pub email: String,
    pub balance: Cents,
    pub open: bool,
}

/// How the other side may see the account's holder, for the account's own view of a transfer.
pub fn own_party(view: &AccountView, bank: &OurBank) -> Party {
    Party {
        ispb: bank.ispb,
        bank_name: bank.name.clone(),
        branch: BRANCH.into(),
        account: view.id.to_string(),
        name: view.name.clone(),
        tax_id_masked: view.tax_id.masked(),
    }
}
