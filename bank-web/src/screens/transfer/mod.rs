//! `/transfers/{end_to_end_id}`: the receipt, and the outcome page after sending.

#[cfg(feature = "ssr")]
mod handler;
mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Outcome, receipt_title};
pub use view::{outcome, receipt};
