//! `/home`: what one has, what one can do, and what happened last.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::Home;
pub use view::home;
