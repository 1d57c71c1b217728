//! `/pix/scan`: the code on a photo, which the bank reads, or a copied one.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Found, Scan};
pub use view::scan;
