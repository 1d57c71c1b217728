//! The bank's stores in memory: proof that the ports say all there is to say, the simulator's disk, and a bank without a
//! database. All of them are views of one [`MemoryBooks`].

mod accounts;
mod books;
mod changes;
mod charges;
mod keys;
mod no_hub;
mod notices;
mod rows;
mod sessions;
mod statements;

pub use accounts::MemoryAccounts;
pub use books::MemoryBooks;
pub use changes::MemoryChanges;
pub use charges::MemoryCharges;
pub use keys::MemoryKeys;
pub use no_hub::NoHub;
pub use notices::MemoryNotices;
pub use rows::{Holder, Posted, Rows, Session};
pub use sessions::MemorySessions;
pub use statements::MemoryStatements;

use crate::application::Stores;
use std::sync::Arc;

/// All stores, over one set of books, of an instance that is alone.
pub fn stores(books: &MemoryBooks) -> Stores {
    Stores {
        books: Arc::new(books.clone()),
        accounts: Arc::new(MemoryAccounts(books.clone())),
        sessions: Arc::new(MemorySessions(books.clone())),
        statements: Arc::new(MemoryStatements(books.clone())),
        changes: Arc::new(MemoryChanges(books.clone())),
        keys: Arc::new(MemoryKeys(books.clone())),
        charges: Arc::new(MemoryCharges(books.clone())),
        notices: Arc::new(MemoryNotices::default()),
    }
}
