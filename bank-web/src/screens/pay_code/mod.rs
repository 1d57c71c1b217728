//! `/pix/pay`: what a code asks for, before it is paid.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{CodeRefused, PayCode, Refusal};
pub use view::{code_refused, pay_code};
