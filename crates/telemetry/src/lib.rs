//! What operators see of a running service. Whoever has something to count names the `metrics` facade and nothing else;
//! only this crate knows who collects it.

mod help;
mod metrics;

pub use crate::metrics::{Figures, Metrics};
