//! What every REST interface of ours has beside its resources.
//!
//! In reading order: [`ProblemJson`] (the form of every error), [`framework_errors`] (what axum refuses, in that form),
//! [`documented`] and [`guarded`] (the layers around all routes), [`health`] and [`metrics`] (two pages of operators).

mod frame;
mod framework_errors;
pub mod health;
pub mod metrics;
mod problem;

pub use frame::{RequestBounds, documented, guarded};
pub use framework_errors::OfStatus;
pub use problem::ProblemJson;
