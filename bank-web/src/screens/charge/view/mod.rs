//! The pages of charges.

mod list;
mod new;
mod one;

pub use list::charges;
pub use new::new_charge;
pub use one::charge;
