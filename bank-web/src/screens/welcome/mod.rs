//! `/`: the bank's promise, log-in, new account, and the demo people, whose accounts anybody may use.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{DemoPerson, Welcome};
pub use view::welcome;
