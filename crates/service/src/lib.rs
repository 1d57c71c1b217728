//! The shell of a service that keeps a ledger: what hub and bank need around their use cases, written once. It knows
//! neither of them.
//!
//! In reading order: [`program`] (runtime, log, exit code), `SharedSettings` (PostgreSQL, Kafka, traces), [`Backing`] (what
//! a service stands on) and `Connections` (PostgreSQL and Kafka as such), [`dependencies`] (who answers, told as
//! [`Readiness`]), [`rest`] (problems, health, metrics, the page of `/docs`), [`Tasks`] (all that runs, and how it ends),
//! [`healthcheck`] (for containers).

mod backing;
#[cfg(feature = "servers")]
mod connections;
pub mod dependencies;
mod healthcheck;
mod program;
mod readiness;
pub mod rest;
#[cfg(feature = "servers")]
mod settings;
mod tasks;

pub use backing::Backing;
#[cfg(feature = "servers")]
pub use connections::Connections;
pub use healthcheck::healthcheck;
pub use program::program;
pub use readiness::{Readiness, Ready};
#[cfg(feature = "servers")]
pub use settings::SharedSettings;
pub use tasks::Tasks;
