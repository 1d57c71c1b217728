//! Three classes of failure, each with one consequence: try again later, decide again, refuse.

/// The store or the broker cannot be reached now. Says nothing about whether a commit took place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unavailable, try again: {0}")]
pub struct Unavailable(pub String);

/// Why a commit did not take place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A deadlock, a serialisation failure, a unique key taken meanwhile: decide again.
    #[error("somebody else was faster: {0}")]
    Conflict(String),
    /// The data of one change cannot be stored (SQLSTATE class 22 or 23): refuse that command.
    #[error("the data was refused: {0}")]
    Data(String),
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}
