//! The system of processes on stage: PostgreSQL, Apache Kafka, hub, banks and their pages, with their faults compiled in and
//! a proxy on each line; and the watchers that write the journal. Nothing is written down because it was asked for.
//!
//! In reading order: [`system`] (all that can be broken), made of [`cast`] (who of the laboratory plays whom), [`service`]
//! and [`server`] (a process, by what [`os`] says of it); what is done to it: [`scene`], [`plugs`], [`arms`], [`bugs`],
//! [`load`] (with a [`witness`]), [`proof`] (with [`promises`]), [`inspection`] (with [`poison`]); what is seen of it: [`lives`], [`links`], `topics` ([`kafka`]), [`positions`] ([`readers`]),
//! [`commits`] ([`rows`], [`sequence`], [`life`]), [`money`] ([`instant`], [`books`]), [`rates`], which share [`seen`];
//! [`OnStage`] holds it together.

mod arms;
mod books;
mod bugs;
mod cast;
mod commits;
mod inspection;
mod instant;
mod kafka;
mod life;
mod links;
mod lives;
mod load;
mod money;
mod on_stage;
mod os;
mod plugs;
mod poison;
mod positions;
mod promises;
mod proof;
mod rates;
mod readers;
mod rows;
mod scene;
mod seen;
mod sequence;
mod server;
mod service;
mod system;
mod topics;
mod witness;

use std::sync::Arc;

use crate::{boards::Boards, journal::Journal};

pub use on_stage::OnStage;

/// How the system is put on stage.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origins of the stage's page, with a blank between them: the pages of the banks let themselves be framed by these.
    pub framed_by: String,
    /// Of the chance by which people pay, and of the certificates.
    pub seed: Option<u64>,
}

/// Brings the system up, wiped, and begins to write the journal. It is taken down when the last of its boards is dropped, and
/// by a watcher when this process ends otherwise.
///
/// # Errors
/// In words, what does not start.
pub async fn open(settings: Settings, journal: Journal) -> anyhow::Result<Arc<dyn Boards>> {
    Ok(Arc::new(OnStage::open(&settings, journal, engine::system_clock()).await?))
}
