//! `/statement`: every movement by day, with the balance after it; all, in, or out.

#[cfg(feature = "ssr")]
mod handler;
mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Day, Statement};
pub use view::statement;
