//! `/home`: the balance, what one can do, and the last movements.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::Home;
pub use view::home;
