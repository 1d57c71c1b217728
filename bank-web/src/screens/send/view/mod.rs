//! The pages of a Pix, and what stands on all of them.

mod amount;
mod amount_field;
mod head;
mod key;
mod payee;
mod pin;
mod review;
mod slip;
mod twice;

pub use amount::send_amount;
pub use amount_field::AmountField;
pub use key::send_key;
pub use payee::send_payee;
pub use pin::send_pin;
pub use review::send_review;
pub use slip::DraftSlip;
pub use twice::send_twice;
