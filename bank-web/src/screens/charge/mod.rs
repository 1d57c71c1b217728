//! `/pix/charge` and `/pix/charges`: asking to be paid, waiting for it, and what became of each wish.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Charge, ChargeRow, ChargeState, Charges, NewCharge, OwnKey, Payment};
pub use view::{charge, charges, new_charge};
