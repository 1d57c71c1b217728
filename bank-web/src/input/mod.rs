//! What people type, read: amounts, keys, and what is wrong with the rest.

mod amount;
#[cfg(feature = "ssr")]
mod key;
mod mask;
#[cfg(feature = "ssr")]
pub mod validation;

pub use amount::{AmountError, AmountPad, read_amount};
#[cfg(feature = "ssr")]
pub use key::{KeyInput, mobile_key, read_key};
pub use mask::{Mask, masked};
