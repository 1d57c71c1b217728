//! The field, what was read in it, and what is to be chosen.

mod compose;
mod read;
mod said;
mod unsure;

pub use compose::pix;
pub use read::{pix_read, this_payee};
pub use unsure::pix_unsure;
