//! `/open-account`.

#[cfg(feature = "ssr")]
mod handler;
mod model;
#[cfg(feature = "ssr")]
mod validation;
mod view;
#[cfg(feature = "ssr")]
mod weak_pin;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::OpenAccount;
pub use view::open_account;
