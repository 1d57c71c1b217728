//! The three pages of keys.

mod help;
mod list;
mod new_key;
mod remove;

pub use list::keys;
pub use new_key::new_key;
pub use remove::remove_key;
