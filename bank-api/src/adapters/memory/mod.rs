//! The bank's stores in memory: proof that the ports say all there is to say, and the simulator's disk.

mod books;
mod keys;

pub use books::MemoryBooks;
pub use keys::MemoryKeys;
