//! `/`: the bank's promise, the two ways in, and the people whose account anybody may use to look around.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{DemoPerson, Welcome};
pub use view::welcome;
