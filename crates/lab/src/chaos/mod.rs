//! Chaos: real services, a real Kafka, a real PostgreSQL, and everything that can go wrong with them.
//!
//! In reading order: [`environment`] (a system of its own, every link over a proxy), [`workload`] (customers who send all
//! the time), [`faults`] (what is broken, and how), [`checks`] (what must hold all the same), [`rounds`] (a fault under
//! traffic, then the checks), [`report`] (what is printed), [`plan`] and [`run`] (a seeded schedule), [`cli`]. Each knows
//! those before it, and none after it.

pub mod checks;
pub mod cli;
pub mod environment;
pub mod faults;
pub mod plan;
pub mod report;
pub mod rounds;
pub mod run;
pub mod workload;
