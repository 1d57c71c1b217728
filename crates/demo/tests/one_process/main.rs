//! The system in one process: what its plugs do, and what the stage shows of it.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod customer;
mod plugs;
mod room;
mod show;
mod stage;

/// Whoever starts a system looks for ports that are free, one after the other.
static PORTS: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
