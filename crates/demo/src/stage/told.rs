//! What the writer is told.

use ::stage::journal::{Commit, Ground};
use outbox::Record;
use tokio::sync::{mpsc::UnboundedSender, oneshot};

/// Where it is told.
pub type Teller = UnboundedSender<Told>;

/// What is told.
pub enum Told {
    Written {
        record: Record,
        key: String,
    },
    Reached {
        group: String,
        topic: String,
        next: i64,
    },
    /// All topics began anew.
    Wiped,
    Committed {
        commit: Box<Commit>,
        /// From the order to its completion, with the commit that completes it.
        took_ms: Option<f64>,
    },
    /// The scene is over; what comes is of the next one, and is kept until it begins.
    Curtain,
    /// It begins; whoever waits hears when that is written.
    Ground(Box<Ground>, oneshot::Sender<()>),
}
