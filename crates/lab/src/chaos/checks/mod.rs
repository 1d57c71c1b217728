//! What must hold after every fault, judged from two witnesses alone: the databases, and the customers' history.
//!
//! In reading order: [`verdict`] (the invariants), [`judge`] (all of them), then each: [`unread`], [`orders`],
//! [`directory`], [`dead_letters`], [`logs`]; the books are the audit's.

pub mod dead_letters;
pub mod directory;
pub mod judge;
pub mod logs;
pub mod orders;
pub mod unread;
pub mod verdict;
