//! `/login` and `/logout`, and the page for a browser that is logged in already.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::{already_logged_in, routes};
pub use model::{LoggedIn, Login};
pub use view::{logged_in, login};
