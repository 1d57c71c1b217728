//! Measures the running system from outside, all of it on one machine, all durability on, beside what the same
//! PostgreSQL does with pgbench's TPC-B in the same run.
//!
//! In reading order: [`cli`] (what can be asked for), [`run`] (the phases), [`town`] (who pays whom), [`load`] and
//! [`wire`] (transfers through the banks' REST interface), [`strangers`] (who takes what he can get), [`lookups`] (keys over gRPC), [`pgbench`], [`processes`]
//! (CPU and memory), [`ledgers`] (what the databases say came of it), [`report`].

pub mod cli;
pub mod ledgers;
pub mod load;
pub mod lookups;
pub mod pgbench;
pub mod processes;
pub mod report;
pub mod run;
pub mod strangers;
pub mod town;
pub mod wire;
