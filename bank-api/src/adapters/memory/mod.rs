//! The bank's stores in memory: proof that the ports say all there is to say, the simulator's disk, and a bank without a
//! database. All of them are views of one [`MemoryBooks`].

mod accounts;
mod books;
mod changes;
mod keys;
mod notices;
mod rows;
mod sessions;
mod statements;

pub use accounts::MemoryAccounts;
pub use books::MemoryBooks;
pub use changes::MemoryChanges;
pub use keys::MemoryKeys;
pub use notices::MemoryNotices;
pub use rows::{Holder, Posted, Rows, Session};
pub use sessions::MemorySessions;
pub use statements::MemoryStatements;
