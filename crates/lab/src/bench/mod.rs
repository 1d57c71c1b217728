//! Measures the running system from outside, all of it on one machine, all durability on, beside what the same
//! PostgreSQL does with pgbench's TPC-B in the same run.
//!
//! In reading order: [`cli`] (what can be asked for), [`run`] (the phases), [`accounts`] (who pays whom), [`load`] and
//! [`wire`] (transfers through the banks' REST interface), [`full`] (as many as are taken), [`steady`] (one pace, with all
//! that is looked at meanwhile), [`compared`] (full load again, with one account hot, with [`twins`] of all services, with a
//! [`past`]), [`strangers`] (clients that take all they can get), [`lookups`] (keys over gRPC), [`pgbench`], [`percentiles`], [`processes`] (CPU and memory),
//! [`writers`] (batches), [`ledgers`] (what the databases say), [`report`],
//! [`picture`].

pub mod accounts;
pub mod cli;
pub mod compared;
pub mod full;
pub mod ledgers;
pub mod load;
pub mod lookups;
pub mod past;
pub mod percentiles;
pub mod pgbench;
pub mod picture;
pub mod processes;
pub mod report;
pub mod run;
pub mod steady;
pub mod strangers;
pub mod twins;
pub mod wire;
pub mod writers;
