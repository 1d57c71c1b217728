//! `/pix`: the one field that understands a key, a code or a whole message, and says what it read.

#[cfg(feature = "ssr")]
mod handler;
mod model;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Choice, Pix, PixRead, PixUnsure, Question, Word};
pub use view::{pix, pix_read, pix_unsure, this_payee};
