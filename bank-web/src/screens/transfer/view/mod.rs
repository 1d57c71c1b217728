//! The two pages of a transfer.

mod outcome;
mod receipt;

pub use outcome::outcome;
pub use receipt::receipt;
