//! Chaos: real processes, real Kafka, real PostgreSQL, and everything that can go wrong with them.
//!
//! In reading order: `names` (who and where), `stage` (a system of its own, every link over a `proxy`), `process` (one
//! service), `crowd` with `journal` (customers and what they were told), `keys` (races for keys), `fault` (what is broken)
//! with `breaking` (how), `invariants` (what must hold all the same, judged from the databases and the journal alone), `round` and
//! `run` (a seeded schedule), `failpoints` (death at each step of a transfer's life), `bugs` (bugs planted in the services,
//! each of which the invariants must notice), `table` with `live` (how it is told).

pub mod breaking;
pub mod bugs;
pub mod cli;
pub mod crowd;
pub mod database_clock;
pub mod failpoints;
pub mod fault;
pub mod invariants;
pub mod journal;
pub mod keys;
pub mod live;
pub mod logs;
pub mod mortal;
pub mod names;
pub mod packets;
pub mod poison;
pub mod process;
pub mod proxy;
pub mod replay;
pub mod round;
pub mod run;
pub mod sender;
pub mod small_disk;
pub mod stage;
pub mod table;
pub mod unread;
