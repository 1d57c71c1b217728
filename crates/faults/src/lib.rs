//! Faults that tests plant in real processes: death at a chosen step, a bug, a clock that is wrong. What ships has none.

#[cfg(feature = "planted")]
mod armed;
#[cfg(not(feature = "planted"))]
mod none;
#[cfg(feature = "planted")]
mod plan;
#[cfg(feature = "planted")]
mod silence;

#[cfg(feature = "planted")]
pub use armed::*;
#[cfg(not(feature = "planted"))]
pub use none::*;
#[cfg(feature = "planted")]
pub use plan::*;
#[cfg(feature = "planted")]
pub use silence::*;
