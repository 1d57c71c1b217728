//! What is broken, and how.
//!
//! In reading order: [`fault`] (all of it, by name), [`inject`] (which function does it), [`services`], [`servers`],
//! [`links`], [`replay`] and [`poison`] (how it is done, and undone); [`deaths`] (at which points a process dies),
//! [`mutants`] (bugs planted in the services).

pub mod deaths;
pub mod fault;
pub mod inject;
pub mod links;
pub mod mutants;
pub mod poison;
pub mod replay;
pub mod servers;
pub mod services;
