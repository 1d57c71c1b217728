//! What pages are made of. Parts draw; they fetch nothing and decide nothing.

mod door;
mod facts;
mod neighbours;

pub use door::Door;
pub use facts::Facts;
pub use neighbours::Neighbours;
