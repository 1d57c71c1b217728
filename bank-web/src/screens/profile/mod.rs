//! `/profile`: whose account this is, in which language and colours it is shown, and the way out.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::Profile;
pub use view::profile;
