//! The account's own keys beside another page: to read out, or to copy.

mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

pub use model::KeyRow;
#[cfg(feature = "ssr")]
pub use present::{active_keys, key_row};
pub use view::{OwnKeys, key_icon};
