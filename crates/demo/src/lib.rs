//! The whole system in one process: hub, banks and pages as they are, on stores and a broker in memory. It needs no server,
//! no root and no network; the money is gone at its end.
//!
//! In reading order: [`System`] (all of it), `pulls` and `ready` (what is done to it), `services` (each service, assembled),
//! `plug` (what can be pulled: a thread with a runtime of its own), `ground` (what outlives a service: the stores),
//! `backing`, [`prove`] (the money adds up), [`Places`] and `secrets` (who listens where, who knows whom), [`console`] (what
//! a person may type), [`stage`] (the same on a page for a room, by what the broker and `steps` tell of every message).

mod backing;
pub mod console;
mod ground;
mod places;
mod plug;
mod proof;
mod pulls;
mod ready;
mod secrets;
mod services;
pub mod stage;
mod steps;
mod system;

pub use places::Places;
pub use proof::{Proof, prove};
pub use system::System;
