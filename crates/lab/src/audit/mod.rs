//! Proves the books from outside, over all the databases: each bank's own books from one snapshot, and the hub and
//! the banks against each other. It reads only, and knows nothing of how a service came to write what it finds.
//!
//! In reading order: [`check`] (what is claimed), [`sighting`] (one transfer, as each database shows it),
//! [`own_books`] and [`between`] (the judgements, pure), [`totals`] (the money), [`snapshot`], [`feed`] and [`sql_checks`]
//! (how it is read), [`reread`] (why it is right while transfers run), [`run`] (the whole), [`report`].

pub mod between;
pub mod check;
pub mod cli;
pub mod cursor;
pub mod databases;
pub mod feed;
pub mod own_books;
pub mod report;
pub mod reread;
pub mod run;
pub mod settled;
pub mod sighting;
pub mod snapshot;
pub mod sql_checks;
pub mod standing;
pub mod totals;

pub use check::{Check, Findings};
pub use databases::{BankDatabase, Databases, Unseen};
pub use report::{Report, reais};
pub use run::audit;
pub use settled::wait_until_settled;

#[cfg(test)]
mod tests;
