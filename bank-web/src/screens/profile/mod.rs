//! `/profile`: whose account this is, the choice of language and colours, and the log-out.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::Profile;
pub use view::profile;
