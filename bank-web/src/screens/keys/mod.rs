//! `/pix/keys`: the account's own keys, a new one, and the removal of one.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{KeysPage, NewKey, RemoveKey};
pub use view::{keys, new_key, remove_key};
