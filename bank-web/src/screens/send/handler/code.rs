//! An order by code says the same as its code: no link and no form changes whom it pays, or how much.

use crate::input::{read_amount, static_code};

/// Whether `code` pays `key`, and leaves the amount open or asks for `amount`.
pub fn pays(code: &str, key: &str, amount: &str) -> bool {
    static_code(code).is_some_and(|code| {
        code.key.as_str() == key
            && code.amount.is_none_or(|fixed| read_amount(amount).is_ok_and(|amount| amount == fixed))
    })
}

/// Whether `code` says how much.
pub fn fixes_the_amount(code: &str) -> bool {
    static_code(code).is_some_and(|code| code.amount.is_some())
}
