//! Reads what people type: amounts, keys, digits in a mask, and validation errors.

mod amount;
#[cfg(feature = "ssr")]
mod code;
#[cfg(feature = "ssr")]
mod key;
mod mask;
#[cfg(feature = "ssr")]
pub mod validation;

pub use amount::{AmountError, AmountPad, read_amount};
#[cfg(feature = "ssr")]
pub use code::static_code;
#[cfg(feature = "ssr")]
pub use key::{KeyInput, mobile_key, read_key};
pub use mask::{Mask, masked};
