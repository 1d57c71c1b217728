//! What an error of the database means for a batch. The only place that reads SQLSTATE codes.

use engine::{CommitError, Unavailable};

/// The database did not answer.
pub fn unavailable(error: sqlx::Error) -> Unavailable {
    Unavailable(format!("the database: {error}"))
}

/// Sorts an error into the three kinds that have consequences.
pub fn commit_error(error: sqlx::Error) -> CommitError {
    let code =
        error.as_database_error().and_then(|database| database.code()).unwrap_or_default().into_owned();
    match code.as_str() {
        // Serialisation failure, deadlock, a unique key that another transaction took between look and insert.
        "40001" | "40P01" | "23505" => CommitError::Conflict(error.to_string()),
        // Too long, out of range, not UTF-8; a constraint said no.
        code if code.starts_with("22") || code.starts_with("23") => CommitError::Data(error.to_string()),
        _ => CommitError::Unavailable(unavailable(error)),
    }
}
