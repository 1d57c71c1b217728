//! `/r/{receipt}`: what the payer's bank says to anybody who holds a receipt. No log-in is asked for, nothing leads on into
//! the bank, and nothing is shown that a stranger may not know.

#[cfg(feature = "ssr")]
mod handler;
mod model;
#[cfg(feature = "ssr")]
mod present;
mod view;

#[cfg(feature = "ssr")]
pub use handler::routes;
pub use model::{Paid, Proof, Verdict};
pub use view::proof;
