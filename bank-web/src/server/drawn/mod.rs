//! What the bank answers, as the values that pages draw: worded, dated and formatted for one reader.

mod keys;
mod movements;
mod people;
mod send;
mod transfer;

pub use keys::{active_keys, is_company, key_row, tax_id_label};
pub use movements::{Balances, Reader, day_groups, movement, row_id};
pub use people::people;
pub use send::payee_facts;
pub use transfer::{outcome, transfer};
